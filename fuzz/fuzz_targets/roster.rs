//! The readers of rosters and keep lists: any bytes are read or refused with places inside of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unlinked::faults::Faults;
use unlinked::roster::{KeepList, Roster};

fuzz_target!(|data: &[u8]| {
    match Roster::parse("roster.csv", data) {
        Ok(roster) => check(&roster.warnings),
        Err(error) => error.faults().into_iter().for_each(check),
    }
    match KeepList::parse("keep.csv", data) {
        Ok(keep) => keep.warnings.as_deref().into_iter().for_each(check),
        Err(error) => error.faults().into_iter().for_each(check),
    }
});

fn check(faults: &Faults) {
    for span in faults.list.iter().filter_map(|fault| fault.span.as_ref()) {
        assert!(faults.text().get(span.clone()).is_some(), "a span outside of the file: {span:?}");
    }
    let _ = faults.render(false, 80);
}
