//! (roster)
