//! (practice)
