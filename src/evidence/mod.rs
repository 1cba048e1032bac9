//! The evidence of runs: traces and pictures in `runs/<id>/`. Lists it, and removes what is old or no longer wanted.
//! The ledger is never touched: what was done stays known.
