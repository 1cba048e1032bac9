//! How often in a row something may go wrong before a human must look.

/// How many in a row trip the breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// `unconfirmed`.
    pub unconfirmed: u32,
    /// `changed_page`.
    pub changed_page: u32,
    /// `not_found`. It and `mismatch` make one row, in which each is counted for itself; so many of both together as the
    /// larger of the two numbers trip it as well.
    pub not_found: u32,
    /// `mismatch`, in the same row.
    pub mismatch: u32,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { unconfirmed: 3, changed_page: 3, not_found: 5, mismatch: 5 }
    }
}
