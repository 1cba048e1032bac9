//! The review page.
