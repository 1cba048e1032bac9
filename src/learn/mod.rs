//! Learning from a page that the selector files do not fit: what on it a place may be, best first and each with its reasons, and the
//! lines that a file gets once the user has pointed. Nothing is ever picked here alone, and nothing is read or written here: what is
//! asked, and where the files are, is `cli`'s.

mod ages;
mod learned;
mod lines;
mod marks;
mod memory;
mod outlines;
mod parts;
mod proved;
mod rank;
mod sought;
mod tree;
mod vocabulary;

pub use learned::learned;
pub use lines::{Lesson, NotTaught, Taught, teach};
pub use memory::{Looked, Memory};
pub use proved::{Hit, prove};
pub use rank::{MayBe, rank};
pub use sought::Sought;
pub use tree::Tree;
pub use vocabulary::Vocabulary;
