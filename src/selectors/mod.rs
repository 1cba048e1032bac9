//! (selectors)
