//! What a page needs to know to be made: the texts, who is signed in, the faults for its person, what is random.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::app::App;
use super::super::lang::Texts;
use super::super::options::{DialogKind, FrontEndChoice};
use super::super::people::Person;
use super::super::redesign::Redesign;
use super::super::world::Shown;
use super::load::Load;

/// One page in the making.
pub(crate) struct View {
    pub(crate) texts: Arc<Texts>,
    pub(crate) redesign: Arc<Redesign>,
    pub(crate) lang: String,
    pub(crate) owner: Person,
    pub(crate) load: Load,
    /// The faults in force for all and for single people, for the page's own script.
    script_faults: Value,
    /// The person whose faults count on this page.
    slug: Option<String>,
    front_end: FrontEndChoice,
    delay_ms: u64,
    dialog: DialogKind,
}

impl View {
    /// A page that is about a person, or about nobody.
    pub(crate) fn new(app: &App, slug: Option<&str>) -> View {
        let world = app.world();
        View {
            texts: Arc::clone(&app.texts),
            redesign: Arc::clone(&app.redesign),
            lang: app.options.lang.clone(),
            owner: world.owner(),
            load: Load::new(app.next_load()),
            script_faults: world.faults.for_script(),
            slug: slug.map(str::to_owned),
            front_end: app.options.front_end,
            delay_ms: app.options.delay_ms,
            dialog: app.options.dialog,
        }
    }

    /// The value of a fault on this page; empty for a fault without a value.
    pub(crate) fn fault(&self, name: &str) -> Option<&str> {
        self.fault_of(name, self.slug.as_deref())
    }

    /// The value of a fault for a person.
    pub(crate) fn fault_of(&self, name: &str, slug: Option<&str>) -> Option<&str> {
        let own = slug.and_then(|slug| self.script_faults.get("by_slug")?.get(slug)?.get(name));
        own.or_else(|| self.script_faults.get("all")?.get(name))?.as_str()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fault(name).is_some()
    }

    /// Class names of the newer front end in their hashed form.
    pub(crate) fn c(&self, names: &str) -> String {
        self.load.classes(names)
    }

    /// Makes the hashed class names those of an earlier load, for a part that is put into its page.
    pub(crate) fn with_load(mut self, number: u64) -> View {
        self.load = Load::new(number);
        self
    }

    /// Whether the newer front end serves this page; `varied` decides where it goes by person.
    pub(crate) fn is_sdui(&self, varied: Option<&Person>) -> bool {
        match self.fault("front_end") {
            Some(word) => word == "sdui",
            None => match self.front_end {
                FrontEndChoice::Ember => false,
                FrontEndChoice::Sdui => true,
                FrontEndChoice::Mixed => varied.is_some_and(|person| person.stable() % 2 == 1),
            },
        }
    }

    /// What the page's script is told, as JSON that can stand inside a script element.
    pub(crate) fn config(&self, page: &str, sdui: bool, more: Value) -> String {
        let mut config = json!({
            "page": page,
            "front_end": if sdui { "sdui" } else { "ember" },
            "faults": self.script_faults,
            "delay": self.delay_ms,
            "dialog": self.dialog.as_str(),
            "redesign": self.redesign.for_script(&self.texts, &self.lang),
            "texts": &*self.texts,
            // A whole number of this size would lose digits in a script.
            "load": self.load.number().to_string(),
            "classes": { "toast": self.c("toast"), "toast_close": self.c("toast-close"), "menu": self.c("menu"), "menuitem": self.c("menuitem"), "gone": self.c("gone") },
            "owner": { "slug": self.owner.slug, "name": self.owner.name },
        });
        if let (Some(config), Value::Object(more)) = (config.as_object_mut(), more) {
            config.extend(more);
        }
        config.to_string().replace('<', "\\u003c")
    }
}

/// A person as the page's script needs them.
pub(crate) fn script_person(shown: &Shown) -> Value {
    json!({
        "slug": shown.key,
        "name": shown.person.name,
        "first": shown.person.short_name(),
        "path": shown.person.path(),
        "connected": shown.degree == 1,
        "following": shown.person.following,
        "pending": shown.pending,
    })
}
