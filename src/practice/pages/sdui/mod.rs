//! The newer front end: hashed classes, `main#workspace`, `componentkey`, no `h1`, menus in a portal outside `main`.

pub(crate) mod connections;
pub(crate) mod feed;
pub(crate) mod frame;
pub(crate) mod icon;
pub(crate) mod invitations;
mod others;
pub(crate) mod profile;
pub(crate) mod search;
