//! How much and when: the caps in force, the spacing between people, the active hours, waiting for a date, and the estimate
//! of a roster's end. What was done is counted in the ledger; who comes next is the schedule's business.

mod calendar;
mod clock;
mod estimate;
mod limiter;
mod limits;
mod wait;

pub use calendar::{OpenHours, Opening};
pub use clock::SystemClock;
pub use estimate::{Outlook, VIEWS_AS_A_RULE};
pub use limiter::{Spacing, Turn, next_turn};
pub use limits::caps;
pub use wait::{Waited, wait_telling, wait_until};
