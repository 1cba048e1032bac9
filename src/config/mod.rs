//! The configuration: defaults, the user's file, environment and flags, merged in this order and checked as a whole.
//! Every fault of every source is told at once, with its place. What the values are used for stands above.

mod build;
mod duration;
mod error;
mod key;
mod layer;
mod load;
mod read;
mod settings;
#[cfg(test)]
mod tests;
mod types;
mod value;

pub use build::fewest_page_views;
pub use duration::{parse_duration, show_duration};
pub use error::{ConfigError, NoTimeZone};
pub use key::{KEYS, Key, Kind};
pub use layer::Override;
pub use load::LoadOptions;
pub use types::{
    ActiveHours, Calendar, Config, Cooldown, Engine, Evidence, Keep, Limits, Notify, Pace, Ramp, Selectors,
    SharedMachine, WebDriver,
};

/// The configuration file with every key at its default and a word on each: it is the defaults.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");
