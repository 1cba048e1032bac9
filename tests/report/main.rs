//! Reports, replays and evidence, made from runs of invented people.

#![allow(unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing helper fails its test")]

#[path = "../common/mod.rs"]
mod common;
mod evidence;
#[path = "../eyes/mod.rs"]
mod eyes;
mod forms;
mod looks;
mod page;
mod redaction;
mod sample;
