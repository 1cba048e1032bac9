//! A word before leaving: a short message for each person, for the user to send by hand. Nothing is ever sent.

use std::io::Write;

use minijinja::{Environment, ErrorKind, UndefinedBehavior, context};

use super::chosen::Chosen;
use super::error::{PlanError, fault};
use super::output::address;
use crate::domain::{Action, neutral};
use crate::faults::Faults;

/// The message where the user gives no template: short, polite, without blame (docs/network.md).
const TEMPLATE: &str = "\
Hello {{ first_name }},

I am making my network here smaller{% if focus %}, to focus on {{ focus }}{% endif %}, and will end our connection in
the next days. It is nothing personal. If you would rather stay in touch, just write back.

All the best
";

const NAME: &str = "message";

/// A template for messages.
#[derive(Debug)]
pub struct Drafts {
    environment: Environment<'static>,
    focus: Option<String>,
}

/// Steps that the text for one person may take; a plain letter takes a few dozen. A loop in a loop must end.
const FUEL: u64 = 50_000;

impl Drafts {
    /// The built-in message. `focus` is what the user's network is to be about, if it shall be said.
    ///
    /// # Errors
    /// As [`Drafts::with_template`].
    pub fn new(focus: Option<String>) -> Result<Drafts, PlanError> {
        Drafts::with_template("template", TEMPLATE, focus)
    }

    /// A message of the user's own. It knows `name`, `first_name`, `last_name`, `company`, `position`, `connected_on`,
    /// `reason`, `url` and `focus`.
    ///
    /// # Errors
    /// [`PlanError::Faults`] if the template is wrong, or names something that is not known.
    pub fn with_template(file: &str, text: &str, focus: Option<String>) -> Result<Drafts, PlanError> {
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        let wrong = |error: &minijinja::Error| Box::new(faults(file, text, error));
        environment.add_template_owned(NAME, text.to_owned()).map_err(|error| wrong(&error))?;
        let drafts = Drafts { environment, focus };
        drafts.message(&Fields::default()).map_err(|error| wrong(&error))?;
        Ok(drafts)
    }

    /// What stands at the top of the file.
    ///
    /// # Errors
    /// What writing gives.
    pub fn begin(&self, to: &mut impl Write) -> std::io::Result<()> {
        writeln!(
            to,
            "Drafts. Nothing of this was sent, and unlinked never sends anything: read them, change them, send by hand."
        )
    }

    /// Writes the message for one person, if they are to be removed: nobody is told good-bye who stays a connection.
    ///
    /// # Errors
    /// What writing gives; a template that fails for this person.
    pub fn write(&self, chosen: &Chosen<'_>, to: &mut impl Write) -> std::io::Result<()> {
        if chosen.action != Action::Remove {
            return Ok(());
        }
        let fields = Fields::of(chosen);
        let message = self.message(&fields).map_err(|error| {
            std::io::Error::other(format!("the template fails for {}: {error}", fields.name))
        })?;
        writeln!(to, "\n{}\nTo: {}", "-".repeat(72), neutral::lines(&fields.name))?;
        if !fields.url.is_empty() {
            writeln!(to, "Profile: {}", fields.url)?;
        }
        writeln!(to, "\n{}", neutral::lines(message.trim_end()))
    }

    fn message(&self, fields: &Fields) -> Result<String, minijinja::Error> {
        let Fields { name, first_name, last_name, company, position, connected_on, reason, url } = fields;
        let focus = self.focus.as_deref().unwrap_or("");
        self.environment.get_template(NAME)?.render(
            context! { name, first_name, last_name, company, position, connected_on, reason, url, focus },
        )
    }
}

#[derive(Debug, Default)]
struct Fields {
    name: String,
    first_name: String,
    last_name: String,
    company: String,
    position: String,
    connected_on: String,
    reason: String,
    url: String,
}

impl Fields {
    fn of(chosen: &Chosen<'_>) -> Fields {
        let connection = chosen.connection;
        let mut words = connection.name.split_whitespace();
        let first_word = words.next().unwrap_or("").to_owned();
        let rest: Vec<&str> = words.collect();
        let or = |text: &str, other: String| if text.is_empty() { other } else { text.to_owned() };
        Fields {
            first_name: or(&connection.first, first_word),
            last_name: or(&connection.last, rest.join(" ")),
            name: or(&connection.name, chosen.slug.map(ToString::to_string).unwrap_or_default()),
            company: connection.company.clone(),
            position: connection.position.clone(),
            connected_on: connection.connected_on.map(|day| day.to_string()).unwrap_or_default(),
            reason: chosen.reason.to_string(),
            url: chosen.slug.map(address).unwrap_or_default(),
        }
    }
}

fn faults(file: &str, text: &str, error: &minijinja::Error) -> Faults {
    let mut faults = Faults::new(file, text);
    let detail = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => format!("it takes more than {FUEL} steps for one person"),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    faults.push(fault(
        "drafts.template",
        error.range().unwrap_or(0..0),
        format!("the template cannot be used: {detail}"),
        "here",
        "It knows name, first_name, last_name, company, position, connected_on, reason, url and focus, as in {{ first_name }}.",
    ));
    faults
}
