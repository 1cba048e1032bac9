//! What the pages look like. Nothing here changes the world; each function makes one page, or one part of it.

pub(crate) mod account;
pub(crate) mod ember;
pub(crate) mod index;
pub(crate) mod load;
pub(crate) mod mobile;
pub(crate) mod rows;
pub(crate) mod scripts;
pub(crate) mod sdui;
pub(crate) mod search;
pub(crate) mod shell;
pub(crate) mod stops;
pub(crate) mod view;
pub(crate) mod weight;
