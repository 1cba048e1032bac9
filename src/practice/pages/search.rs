//! What both front ends need of a people search: the question, the answer, the addresses of other pages of it.

use super::super::people::encode;
use super::rows::Row;

/// How many people a page of results has.
pub(crate) const PER_PAGE: usize = 10;

/// What was searched for, as the address says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    pub(crate) keywords: String,
    /// `F`, `S`, `O`: first, second, third degree and beyond; none means all.
    pub(crate) network: Vec<String>,
    pub(crate) geo: Vec<String>,
    pub(crate) company: Vec<String>,
    pub(crate) connection_of: Vec<String>,
    /// From 1.
    pub(crate) page: usize,
}

impl Question {
    /// The address of these results.
    pub(crate) fn address(&self, page: usize) -> String {
        let list = |name: &str, values: &[String]| {
            if values.is_empty() {
                String::new()
            } else {
                format!("&{name}={}", encode(&serde_json::json!(values).to_string()))
            }
        };
        let mut address =
            format!("/search/results/people/?keywords={}&origin=FACETED_SEARCH", encode(&self.keywords));
        address.push_str(&list("network", &self.network));
        address.push_str(&list("geoUrn", &self.geo));
        address.push_str(&list("currentCompany", &self.company));
        address.push_str(&list("connectionOf", &self.connection_of));
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }

    /// The same with one degree switched on or off.
    pub(crate) fn toggled(&self, letter: &str) -> Question {
        let mut other = self.clone();
        if other.network.iter().any(|known| known == letter) {
            other.network.retain(|known| known != letter);
        } else {
            other.network.push(letter.to_owned());
        }
        other
    }
}

/// One person found.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) row: Row,
    /// 1, 2 or 3.
    pub(crate) degree: u8,
    /// Out of the network: shown without a name and without a link.
    pub(crate) hidden: bool,
    /// Somebody whom both know: their name and the path of their profile.
    pub(crate) mutual: Option<(String, String)>,
}

/// A choice of a filter: its id, what it says, whether it is on.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) on: bool,
}

/// The answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) question: Question,
    pub(crate) hits: Vec<Hit>,
    pub(crate) total: usize,
    pub(crate) places: Vec<Choice>,
    pub(crate) companies: Vec<Choice>,
    /// Whether this is the page with results of every kind, from which the people filter leads on.
    pub(crate) of_all: bool,
    pub(crate) limited: bool,
}

impl Answer {
    /// How many pages the answer has.
    pub(crate) fn pages(&self) -> usize {
        self.total.div_ceil(PER_PAGE).min(100)
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> String {
        format!("(2) {} | Search | LinkedIn", self.question.keywords)
    }
}
