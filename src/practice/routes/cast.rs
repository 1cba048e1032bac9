//! Who else stands on a person's page, and the page of the owner.

use super::super::app::App;
use super::super::people::normal_slug;
use super::super::world::Shown;

/// The profile of whoever is signed in: no degree, no actions.
pub(crate) fn own_profile(app: &App, slug: &str) -> Option<Shown> {
    let owner = app.world().owner();
    (normal_slug(slug) == owner.slug).then(|| Shown {
        key: owner.slug.clone(),
        person: owner,
        degree: 0,
        pending: false,
        withdrawn: false,
        message_first: false,
    })
}

/// The people in the cards beside a profile: neighbours in the network and strangers, always the same for one person.
pub(crate) fn others(app: &App, shown: &Shown) -> Vec<Shown> {
    let world = app.world();
    let count = world.people.len();
    let start = usize::try_from(shown.person.stable()).unwrap_or_default() % count.max(1);
    let around = (0..count).map(|step| &world.people[(start + step) % count]);
    let suits = |person: &&super::super::people::Person| {
        !person.gone && person.slug != shown.key && person.slug != world.people[world.owner].slug
    };
    let connected = around.clone().filter(suits).filter(|person| person.connected).take(2);
    let strangers = around.filter(suits).filter(|person| !person.connected).take(3);
    strangers.chain(connected).map(|person| world.shown(person)).collect()
}
