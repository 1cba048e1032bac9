//! People search: the address is the question.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;

use super::super::app::App;
use super::super::pages::rows::Row;
use super::super::pages::search::{Answer, Hit, PER_PAGE, Question};
use super::super::pages::view::View;
use super::super::pages::{ember, sdui};
use super::super::people::{Person, fits};
use super::super::world::World;
use super::{Shared, facets, html};

type Asked = HashMap<String, String>;

/// Results of people only.
pub(crate) async fn people(State(app): Shared, Query(asked): Query<Asked>) -> Response {
    show(&app, &asked, false)
}

/// Results of every kind, where the search box of the navigation leads: some people, and the way to all of them.
pub(crate) async fn all(State(app): Shared, Query(asked): Query<Asked>) -> Response {
    show(&app, &asked, true)
}

fn show(app: &Arc<App>, asked: &Asked, of_all: bool) -> Response {
    let view = View::new(app, None);
    let answer = answer(&app.world(), question(asked, of_all), of_all, view.has("commercial_limit"));
    html(if view.is_sdui(None) {
        sdui::search::page(&view, &answer)
    } else {
        ember::search::page(&view, &answer)
    })
}

fn question(asked: &Asked, of_all: bool) -> Question {
    // Lists are JSON arrays; a plain word is taken as a list of one.
    let list = |name: &str| -> Vec<String> {
        let Some(text) = asked.get(name).filter(|text| !text.is_empty()) else { return Vec::new() };
        serde_json::from_str(text).unwrap_or_else(|_| vec![text.trim_matches(['[', ']', '"']).to_owned()])
    };
    if of_all {
        return Question {
            keywords: asked.get("keywords").cloned().unwrap_or_default(),
            page: 1,
            ..Question::default()
        };
    }
    Question {
        keywords: asked.get("keywords").cloned().unwrap_or_default(),
        network: list("network"),
        geo: list("geoUrn"),
        company: list("currentCompany"),
        connection_of: list("connectionOf"),
        page: asked.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
    }
}

fn answer(world: &World, question: Question, of_all: bool, limited: bool) -> Answer {
    let in_network = |person: &Person| {
        let letter = match world.degree_of(person, &person.slug) {
            1 => "F",
            2 => "S",
            _ => "O",
        };
        question.network.is_empty() || question.network.iter().any(|wanted| wanted == letter)
    };
    let owner = &world.people[world.owner].slug;
    let found: Vec<&Person> = world
        .people
        .iter()
        .filter(|person| {
            !person.gone && &person.slug != owner && fits(&world.name_of(person), &question.keywords)
        })
        .filter(|person| in_network(person))
        .collect();
    let places = facets::choices(found.iter().map(|person| person.location.as_str()), &question.geo);
    let companies = facets::choices(found.iter().map(|person| person.company.as_str()), &question.company);
    let fitting: Vec<&Person> = found
        .into_iter()
        .filter(|person| question.geo.is_empty() || question.geo.contains(&facets::id(&person.location)))
        .filter(|person| {
            question.company.is_empty() || question.company.contains(&facets::id(&person.company))
        })
        .collect();
    let total = fitting.len();
    let hits = fitting
        .into_iter()
        .skip((question.page - 1) * PER_PAGE)
        .take(if of_all { 3 } else { PER_PAGE })
        .map(|person| hit(world, person))
        .collect();
    Answer { question, hits, total, places, companies, of_all, limited }
}

fn hit(world: &World, person: &Person) -> Hit {
    let shown = world.shown(person);
    let mutual = (shown.degree == 2)
        .then(|| world.connections("").find(|other| other.slug != person.slug))
        .flatten()
        .map(|other| (world.name_of(other), other.path()));
    Hit {
        degree: shown.degree,
        hidden: shown.degree == 3 && person.stable().is_multiple_of(2),
        mutual,
        row: Row::new(world, shown.person.clone(), shown.person.name),
    }
}
