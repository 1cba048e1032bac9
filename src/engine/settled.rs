//! One look at a page that may still be filled.

use std::time::Duration;

use super::hands::Hands;
use super::identify::{Judgement, judge};
use crate::browser::{Page, PageFault, Reading, Sight};
use crate::domain::Person;

/// How long a disagreement is given to go away.
const SECOND_LOOK: Duration = Duration::from_millis(3000);

/// What a page shows may have to stand for this long before it is believed, from the first time it was seen: for as long as a page may
/// take to come to rest, and unbroken after that (`TIMES` of the page script). No setting makes that shorter.
const STANDING: Duration = Duration::from_millis(8000);

/// Reads a page. One that is being filled may still show somebody else (ui-evidence 0.9), so a disagreement with the person
/// counts only once it stays.
pub(super) async fn read_settled<P: Page>(
    hands: &mut Hands<'_, P>,
    person: &Person,
    what: Reading<'_>,
) -> Result<Sight, PageFault> {
    let limit = hands.rules.locate_timeout;
    let mut sight = hands.page.read(what, limit).await?;
    if sight.unsettled && limit < STANDING {
        sight = hands.page.read(what, STANDING - limit).await?;
    }
    let Some(profile) = &sight.profile else { return Ok(sight) };
    if sight.stop.is_some()
        || !matches!(judge(person, &sight, profile, &hands.rules.site), Judgement::Other { .. })
    {
        return Ok(sight);
    }
    let Some(mut again) = hands.page.read_changed(&sight, what, SECOND_LOOK.min(limit)).await? else {
        return Ok(sight);
    };
    // What came in its place has to stand as well, and has only begun to.
    if again.unsettled {
        again = hands.page.read(what, STANDING).await?;
    }
    Ok(again)
}
