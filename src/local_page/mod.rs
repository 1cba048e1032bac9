//! A web page of ours on 127.0.0.1, for the one browser that was let in: the gate, what every answer has with it, its beginning and its
//! end. What stands on the page is `review`'s and `pointing`'s.

mod answer;
mod gate;
mod server;

pub(crate) use answer::{Asset, BASE, ELEMENTS, ICON, SCRIPT, asset, json, told};
pub(crate) use server::LocalPage;
