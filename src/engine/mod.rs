//! The life of one removal, and of a run: open, identify, find, commit, confirm, verify, record. The engine drives a page
//! through [`crate::browser::Page`] and never sleeps but to wait for a condition.
