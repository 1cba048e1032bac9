//! The older front end: artdeco classes, `h1`, `data-member-id`, menus that are in the page before anybody opens them.

pub(crate) mod connections;
pub(crate) mod feed;
pub(crate) mod frame;
pub(crate) mod invitations;
mod menu;
mod others;
pub(crate) mod profile;
pub(crate) mod search;
