//! Reports, replays and evidence, made from runs of invented people.

mod evidence;
mod forms;
mod looks;
mod page;
mod redaction;
mod sample;
