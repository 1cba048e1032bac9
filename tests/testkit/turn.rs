//! Whose turn it is: of what is alike by the hundred or the thousand (rows of pages, histories in virtual time) a run of the tests
//! takes a share, each day (UTC) the next one. `UNLINKED_TEST_ALL=1` takes all, as the workflow does.

use std::time::SystemTime;

/// A day's share of histories and of pages that are alike by the hundred is one of so many.
const SHARES: usize = 4;

/// Whether everything is to be tried: in four days each share has its turn, and here all of them at once.
pub fn are_all_wanted() -> bool {
    std::env::var("UNLINKED_TEST_ALL").is_ok_and(|set| set == "1")
}

/// Whether what stands at this place among its like is tried today.
pub fn is_its_turn(at: usize) -> bool {
    is_turn_of(at, SHARES)
}

/// Whether what stands at this place is tried today, where half of its like are.
pub fn is_its_half(at: usize) -> bool {
    is_turn_of(at, 2)
}

fn is_turn_of(at: usize, shares: usize) -> bool {
    let days = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() / 86_400;
    are_all_wanted() || at % shares == usize::try_from(days).unwrap() % shares
}

/// Tries each share whose turn it is, beside one another where there are more than one.
pub fn each_share(try_one: impl Fn(usize) + Sync) {
    std::thread::scope(|threads| {
        for share in (0..SHARES).filter(|share| is_its_turn(*share)) {
            let try_one = &try_one;
            threads.spawn(move || try_one(share));
        }
    });
}
