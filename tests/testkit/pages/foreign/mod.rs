//! Pages made by hand that no practice site serves: other hashes, orders and languages, look-alike people, other people's buttons
//! where the person's own are looked for. Each is one of the shapes of [`super::shape`] with a few things changed, in a few lines;
//! Ada Brandt (`/in/ada-brandt/`) is to be removed and nobody else, where a row does not say otherwise.

mod changed;
pub mod generated;
mod hostile;
mod languages;
mod lawful;
mod lists;
mod nasty;
mod people;

use unlinked::domain::Outcome::{
    Ambiguous, ChangedPage, Failed, Mismatch, NotConnected, NotFound, Removed, Unconfirmed,
};
use unlinked::domain::{Outcome, StopSign};

use super::crew::Came;
use super::shape::{EN, Front, ListRow, Of, Words, connections, ember, sdui, search, with};

/// One such page.
pub struct Foreign {
    pub name: &'static str,
    pub what: &'static str,
    pub front: Front,
    pub came: Came,
    /// Whether the click may come too late: the page replaces what would be clicked, and nothing is done.
    pub too_late: bool,
    pub words: &'static Words,
    /// Where the person's page is, and the name in the roster.
    pub slug: &'static str,
    pub roster: &'static str,
    /// What the roster has in the place of the slug; nothing if it is empty.
    pub roster_slug: Option<&'static str>,
    /// The heading's HTML, and what labels and dialogs call the person.
    pub heading: &'static str,
    pub called: &'static str,
    /// Things that stand in the page otherwise.
    pub swaps: &'static [(&'static str, &'static str)],
    /// Runs at the end of the page.
    pub script: &'static str,
    pub rows: &'static [ListRow],
    /// What other addresses serve.
    pub at: &'static [(&'static str, Serve)],
    /// How long an element is looked for (ms).
    pub limit: u64,
    /// Whether what is only a guess may be used, as on any site of this machine.
    pub practice: bool,
    /// The page as it stays, whatever was removed.
    pub stays: bool,
}

/// What an address serves.
pub enum Serve {
    /// The person's page too.
    Same,
    /// A redirect.
    To(&'static str),
    /// A page of its own.
    Html(&'static str),
    /// A status, with a page.
    Status(u16, &'static str),
}

const fn page(front: Front, name: &'static str, what: &'static str, outcome: Outcome) -> Foreign {
    Foreign {
        name,
        what,
        front,
        came: Came::Outcome(outcome),
        too_late: false,
        words: &EN,
        slug: "ada-brandt",
        roster: "Ada Brandt",
        roster_slug: None,
        heading: "Ada Brandt",
        called: "Ada Brandt",
        swaps: &[],
        script: "",
        rows: &[ADA],
        at: &[],
        limit: 1000,
        practice: false,
        stays: false,
    }
}
const fn of_ember(name: &'static str, what: &'static str, outcome: Outcome) -> Foreign {
    page(Front::Ember, name, what, outcome)
}
const fn of_sdui(name: &'static str, what: &'static str, outcome: Outcome) -> Foreign {
    page(Front::Sdui, name, what, outcome)
}
const fn list(name: &'static str, what: &'static str, outcome: Outcome) -> Foreign {
    page(Front::SduiList, name, what, outcome)
}

const fn of_search(front: Front, name: &'static str, what: &'static str, outcome: Outcome) -> Foreign {
    page(front, name, what, outcome)
}

/// Every one of them.
pub fn foreign() -> impl Iterator<Item = &'static Foreign> {
    lawful::LAWFUL
        .iter()
        .chain(hostile::HOSTILE)
        .chain(lists::LISTS)
        .chain(people::PEOPLE)
        .chain(changed::CHANGED)
        .chain(nasty::NASTY)
}

impl Foreign {
    const fn swap(mut self, swaps: &'static [(&'static str, &'static str)]) -> Foreign {
        self.swaps = swaps;
        self
    }
    const fn script(mut self, script: &'static str) -> Foreign {
        self.script = script;
        self
    }
    /// The name in the roster, the heading's HTML, and what labels and dialogs call the person.
    const fn named(mut self, roster: &'static str, heading: &'static str, called: &'static str) -> Foreign {
        (self.roster, self.heading, self.called) = (roster, heading, called);
        self
    }
    const fn says(mut self, words: &'static Words) -> Foreign {
        self.words = words;
        self.guessed()
    }
    const fn guessed(mut self) -> Foreign {
        self.practice = true;
        self
    }
    const fn rows(mut self, rows: &'static [ListRow]) -> Foreign {
        self.rows = rows;
        self
    }
    const fn at(mut self, at: &'static [(&'static str, Serve)]) -> Foreign {
        self.at = at;
        self
    }
    /// The slug of the roster, and the slug of the page.
    const fn slug(mut self, roster: &'static str, slug: &'static str) -> Foreign {
        (self.roster_slug, self.slug) = (Some(roster), slug);
        self
    }
    const fn limit(mut self, ms: u64) -> Foreign {
        self.limit = ms;
        self
    }
    /// The roster gives no name.
    const fn nameless(mut self) -> Foreign {
        self.roster = "";
        self
    }
    /// The roster gives no address.
    const fn without_url(mut self) -> Foreign {
        self.roster_slug = Some("");
        self
    }
    /// The page ends the run.
    const fn stops(mut self, sign: StopSign) -> Foreign {
        self.came = Came::Stopped(sign);
        self
    }
    const fn or_too_late(mut self) -> Foreign {
        self.too_late = true;
        self
    }
    const fn stays(mut self) -> Foreign {
        self.stays = true;
        self
    }

    fn of(&self, connected: bool) -> Of<'_> {
        let connected = connected || self.stays;
        let Foreign { words, slug, heading, called, script, .. } = *self;
        Of { words, connected, slug, heading, called, script }
    }

    fn swapped(&self, page: String, connected: bool) -> String {
        // What a page no longer holds once the person is removed need not be there.
        let change = |page: String, (from, to): &(&str, &str)| match connected {
            true => with(&page, from, to),
            false => page.replace(from, to),
        };
        self.swaps.iter().fold(page, change)
    }

    /// The list that the person is sought in.
    pub fn list(&self, connected: bool) -> Option<(&'static str, String)> {
        let of = self.of(connected);
        match self.front {
            Front::Ember | Front::Sdui => None,
            Front::SduiList => Some((
                "/mynetwork/invite-connect/connections/",
                self.swapped(connections(&of, self.rows), connected),
            )),
            Front::SduiSearch | Front::EmberSearch => {
                Some(("/search/results/people/", self.swapped(search(&of, self.front, self.rows), connected)))
            }
        }
    }

    /// The person's page.
    pub fn page(&self, connected: bool) -> String {
        match self.front {
            Front::Ember => self.swapped(ember(&self.of(connected)), connected),
            Front::Sdui => self.swapped(sdui(&self.of(connected)), connected),
            // A person from a list is proved by an ordinary profile.
            _ => sdui(&Of { script: "", ..self.of(connected) }),
        }
    }
}

const ADA: ListRow = ("ada-brandt", "Ada Brandt", "ada", "");
