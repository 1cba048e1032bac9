//! The browser: finding and supervising the driver, one WebDriver session, and what its answers mean. What to look for
//! on a page and when to click is decided above, in `engine`; nothing here knows about people.

mod answer;
mod ask;
mod bidi;
mod capabilities;
mod classify;
mod commands;
mod connect;
mod cookie;
mod element;
mod error;
mod family;
mod find_driver;
mod in_use;
mod input;
mod look_ahead;
mod navigate;
mod net_fault;
mod open;
mod options;
mod origin;
mod page;
mod page_script;
mod plain_window;
mod preferences;
mod process;
mod profile;
mod profile_version;
mod record;
mod saved_page;
mod seen;
mod server;
mod session;
mod stage;
mod sweep;
#[cfg(unix)]
mod unix;
mod webpage;
#[cfg(windows)]
mod windows;
mod wire;

#[cfg(unix)]
use unix as host;
#[cfg(windows)]
use windows as host;

pub use answer::{Answer, DriverFault, FaultKind};
pub use bidi::{Wanted, WantedSince};
pub use cookie::Cookie;
pub use element::Element;
pub use error::StartError;
pub use family::{Gone, LocalRecord};
pub use host::{KEEP_WATCH, keep_watch};
pub use input::Key;
pub use look_ahead::{Program, SessionCookie, profile as profile_fault, programs, session_cookie};
pub use net_fault::NetFault;
pub use options::{BrowserOptions, PageLoad};
pub use origin::{is_of_site, is_real};
pub use page::{List, MoreAsked, Page, PageFault, Reading};
pub(crate) use plain_window::has_screen;
pub use plain_window::{PlainWindow, profile_is_free};
pub use preferences::stored_passwords;
pub use record::{DriverRecord, RemoteRecord};
pub use seen::{
    Aftermath, Degree, DialogSeen, Found, LocatorSeen, Own, OwnerSeen, Pin, ProfileSeen, Recognised, RowSeen,
    Rows, Sight, StopSeen, Surroundings, Target, Verdict, WhyNot,
};
pub use server::{ServerUrl, ServerUrlFault};
pub use session::{Ended, Session};
pub use stage::{BrowserStage, Cleared, Stage};
pub use sweep::{Swept, forget_record, sweep};
pub use webpage::WebPage;
