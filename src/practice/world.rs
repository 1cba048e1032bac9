//! The little world behind the pages: who is connected with whom, which faults are in force, and the account of it all.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use super::faults::{FaultSpec, InForce};
use super::options::Options;
use super::people::generate::Maker;
use super::people::{Person, demo, is_member_id, normal_slug};
use super::state::{ActionRecord, OtherRecord, PersonState, Request, State};

/// Unix time in milliseconds.
pub(crate) fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// A person as a page shows them, faults included.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) person: Person,
    /// The person's own slug, under which faults and removals are kept, also when they have another address now.
    pub(crate) key: String,
    pub(crate) degree: u8,
    pub(crate) pending: bool,
    /// Whether the owner took an invitation back.
    pub(crate) withdrawn: bool,
    /// Whether Message is the first button although they are not connected.
    pub(crate) message_first: bool,
}

/// What became of looking somebody up by the slug of an address.
pub(crate) enum Lookup {
    Found(Box<Shown>),
    /// The address has changed to this slug.
    Moved(String),
    Missing,
}

/// What a page asks for with its own requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Remove,
    Unfollow,
    Withdraw,
}

/// Everything that changes while the site runs.
pub(crate) struct World {
    options: Options,
    pub(crate) people: Vec<Person>,
    by_slug: HashMap<String, usize>,
    by_member: HashMap<String, usize>,
    pub(crate) owner: usize,
    pub(crate) faults: InForce,
    /// Whether nobody is signed in, whatever cookie comes.
    pub(crate) logged_out: bool,
    /// Profiles that already answered their one passing 404.
    missed_once: HashSet<String>,
    removals: Vec<ActionRecord>,
    unfollows: Vec<ActionRecord>,
    withdrawals: Vec<ActionRecord>,
    other_actions: Vec<OtherRecord>,
    views: BTreeMap<&'static str, u64>,
    pub(crate) requests: Vec<Request>,
}

/// How many people there are outside the network.
const STRANGERS: usize = 24;
/// How many of the owner's invitations are unanswered.
const INVITED: usize = 14;

impl World {
    pub(crate) fn new(options: Options) -> World {
        let mut maker = Maker::new(options.seed);
        let mut people = if options.demo_cast { demo::build(&mut maker) } else { Vec::new() };
        people.extend(maker.network(options.people));
        people.extend(maker.outside(STRANGERS, INVITED));
        let slug =
            if maker.take("rowan-achterberg") { "rowan-achterberg" } else { "rowan-achterberg-practice" };
        let mut owner = maker.person(
            slug,
            "Rowan Achterberg",
            ("Rowan", "Achterberg"),
            "Rowan Achterberg",
            "Tidemark Logistics",
            "Network Gardener",
            "Utrecht, Netherlands",
        );
        owner.degree = 0;
        people.push(owner);
        let owner = people.len() - 1;
        let mut world = World {
            options,
            by_slug: HashMap::new(),
            by_member: HashMap::new(),
            owner,
            people,
            faults: InForce::default(),
            logged_out: false,
            missed_once: HashSet::new(),
            removals: Vec::new(),
            unfollows: Vec::new(),
            withdrawals: Vec::new(),
            other_actions: Vec::new(),
            views: BTreeMap::new(),
            requests: Vec::new(),
        };
        for at in 0..world.people.len() {
            world.index(at);
        }
        let faults = world.options.faults.clone();
        world.set_faults(faults);
        world.logged_out = world.options.require_sign_in;
        world
    }

    /// Puts everything back to how it was at the start, the account included. The faults of the start come back.
    pub(crate) fn reset(&mut self) {
        *self = World::new(self.options.clone());
    }

    fn index(&mut self, at: usize) {
        self.by_slug.insert(self.people[at].slug.clone(), at);
        self.by_member.insert(self.people[at].member_id.clone(), at);
    }

    /// Adds a person, or replaces the one of that slug.
    pub(crate) fn add(&mut self, person: Person) {
        let at = self.by_slug.get(&person.slug).copied().unwrap_or(self.people.len());
        if at == self.people.len() {
            self.people.push(person);
        } else {
            self.people[at] = person;
        }
        self.index(at);
    }

    pub(crate) fn set_faults(&mut self, specs: Vec<FaultSpec>) {
        self.faults.clear();
        for spec in specs {
            self.set_fault(spec);
        }
    }

    pub(crate) fn set_fault(&mut self, spec: FaultSpec) {
        if spec.name() == "homonym" {
            self.add_homonym(spec.slug().unwrap_or_default());
        }
        let views = self.page_views();
        self.faults.add(spec, views);
    }

    fn add_homonym(&mut self, slug: &str) {
        let Some(person) = self.person(slug).cloned() else { return };
        let twin = format!("{}-twin", person.slug);
        if self.by_slug.contains_key(&twin) {
            return;
        }
        self.add(Person {
            slug: twin,
            member_id: format!("{}T", person.member_id),
            member_number: person.member_number + 7,
            headline: "Somebody else of the same name".to_owned(),
            company: "Cobblestone Bank".to_owned(),
            connected: true,
            in_network: false,
            ..person
        });
    }

    /// The person of a slug, as they are, without faults.
    pub(crate) fn person(&self, slug: &str) -> Option<&Person> {
        self.by_slug.get(slug).map(|at| &self.people[*at])
    }

    /// Looks somebody up by the slug, or the member id, of an address.
    pub(crate) fn look_up(&mut self, address: &str) -> Lookup {
        let slug = normal_slug(address);
        if is_member_id(&slug) {
            return match self.by_member.get(&slug) {
                Some(at) if !self.people[*at].gone => Lookup::Moved(self.people[*at].slug.clone()),
                _ => Lookup::Missing,
            };
        }
        if let Some(new) = self.faults.get("renamed", Some(&slug)) {
            return Lookup::Moved(normal_slug(new));
        }
        let old =
            self.faults.specs().find(|spec| spec.name() == "renamed" && normal_slug(spec.value()) == slug);
        let key = old.and_then(FaultSpec::slug).map_or(slug.clone(), str::to_owned);
        let Some(person) = self.person(&key).filter(|person| !person.gone).cloned() else {
            return Lookup::Missing;
        };
        if self.faults.get("not_found", Some(&key)).is_some() {
            return Lookup::Missing;
        }
        if self.faults.get("not_found_once", Some(&key)).is_some() && self.missed_once.insert(key.clone()) {
            return Lookup::Missing;
        }
        let mut shown = self.shown(&person);
        shown.person.slug = slug;
        Lookup::Found(Box::new(shown))
    }

    /// A person as the pages show them under the faults in force.
    pub(crate) fn shown(&self, person: &Person) -> Shown {
        let key = person.slug.clone();
        let mut person = person.clone();
        if let Some(name) = self.faults.get("name", Some(&key)) {
            name.clone_into(&mut person.name);
        }
        if self.faults.get("profile_mentions_security", Some(&key)).is_some() {
            "Security verification and quick security checks. Spotting unusual activity, too many requests, captcha fraud".clone_into(&mut person.headline);
        }
        let mut shown = Shown {
            key: key.clone(),
            degree: self.degree_of(&person, &key),
            pending: person.invitation.is_some(),
            withdrawn: self.withdrawals.iter().any(|record| record.slug == key && record.effect),
            message_first: false,
            person,
        };
        match self.faults.get("not_connected", Some(&key)) {
            Some("message") => shown.message_first = true,
            Some("pending") => shown.pending = true,
            _ => {}
        }
        if shown.degree != 1 {
            shown.person.connected = false;
        }
        shown
    }

    /// How far away a person is shown to be, from 1 to 3. `key` is their own slug.
    pub(crate) fn degree_of(&self, person: &Person, key: &str) -> u8 {
        match self.faults.get("not_connected", Some(key)) {
            Some("3") => 3,
            Some(_) => 2,
            None if person.connected => 1,
            None => person.degree,
        }
    }

    /// The member who is signed in.
    pub(crate) fn owner(&self) -> Person {
        let mut owner = self.people[self.owner].clone();
        if let Some(name) = self.faults.get("other_owner", None) {
            owner.slug = super::people::generate::slugify(name);
            owner.member_id = format!("{}X", owner.member_id);
            owner.first = name.split_whitespace().next().unwrap_or(name).to_owned();
            owner.last = name.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
            name.clone_into(&mut owner.name);
        }
        owner
    }

    /// Connections as the list shows them, the latest first, whose name fits what was typed.
    pub(crate) fn connections(&self, typed: &str) -> impl Iterator<Item = &Person> {
        let typed = typed.trim().to_owned();
        self.people.iter().filter(move |person| {
            person.connected
                && !person.gone
                && (typed.is_empty() || super::people::fits(&self.name_of(person), &typed))
        })
    }

    /// How many connections the owner has.
    pub(crate) fn connection_count(&self) -> usize {
        self.people.iter().filter(|person| person.connected && !person.gone).count()
    }

    /// The shown name of a person in a list.
    pub(crate) fn name_of(&self, person: &Person) -> String {
        self.faults.get("name", Some(&person.slug)).map_or_else(|| person.name.clone(), str::to_owned)
    }

    /// Does what a page asked for and keeps account of it. `lasting` says whether it may change anything.
    pub(crate) fn act(
        &mut self,
        deed: Deed,
        slug: &str,
        from: &str,
        trusted: bool,
        status: u16,
        lasting: bool,
    ) {
        let mut effect = false;
        if let Some(at) = self.by_slug.get(slug).copied().filter(|_| lasting) {
            let person = &mut self.people[at];
            match deed {
                Deed::Remove => {
                    effect = std::mem::take(&mut person.connected);
                    if effect {
                        person.following = false;
                        person.degree = 2;
                    }
                }
                Deed::Unfollow => effect = std::mem::take(&mut person.following),
                Deed::Withdraw => effect = person.invitation.take().is_some(),
            }
        }
        let record = ActionRecord {
            slug: slug.to_owned(),
            at_ms: now_ms(),
            effect,
            trusted,
            status,
            from: from.to_owned(),
        };
        match deed {
            Deed::Remove => self.removals.push(record),
            Deed::Unfollow => self.unfollows.push(record),
            Deed::Withdraw => self.withdrawals.push(record),
        }
    }

    /// Notes a click on something that is no part of any job.
    pub(crate) fn note_other(&mut self, what: &str, slug: &str) {
        self.other_actions.push(OtherRecord {
            what: what.to_owned(),
            slug: slug.to_owned(),
            at_ms: now_ms(),
        });
    }

    pub(crate) fn count_view(&mut self, kind: &'static str) {
        *self.views.entry(kind).or_insert(0) += 1;
    }

    pub(crate) fn page_views(&self) -> u64 {
        self.views.values().sum()
    }

    /// The account of everything so far.
    pub(crate) fn state(&self) -> State {
        let states = |in_network: bool| -> Vec<PersonState> {
            let those = self
                .people
                .iter()
                .enumerate()
                .filter(|(at, person)| person.in_network == in_network && *at != self.owner);
            those.map(|(_, person)| PersonState::from(person)).collect()
        };
        State {
            people: states(true),
            others: states(false),
            removals: self.removals.clone(),
            page_views: self.page_views(),
            page_views_by_kind: self.views.clone(),
            unfollows: self.unfollows.clone(),
            withdrawals: self.withdrawals.clone(),
            other_actions: self.other_actions.clone(),
            owner: PersonState::from(&self.owner()),
            faults: self.faults.specs().cloned().collect(),
        }
    }
}
