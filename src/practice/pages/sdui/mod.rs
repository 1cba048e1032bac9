//! The newer front end: hashed classes, `main#workspace`, `componentkey`, no `h1`, menus in a portal outside `main`.

pub(crate) mod frame;
mod others;
pub(crate) mod profile;
