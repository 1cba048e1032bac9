//! People in lists: what a row shows and what the page's script is told of it.

use serde_json::{Value, json};

use super::super::people::Person;
use super::super::world::World;
use super::view::View;

/// One person of a list, with the name as the faults want it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) person: Person,
    pub(crate) name: String,
}

impl Row {
    /// The row of a person, as the faults want it.
    pub(crate) fn new(world: &World, mut person: Person, name: String) -> Row {
        if world.faults.get("rows_bare", Some(&person.slug)).is_some() {
            person.headline.clear();
            person.location.clear();
        }
        Row { person, name }
    }
}

/// What a script is told of each row, in the order of the rows.
pub(crate) fn for_script(rows: &[Row]) -> Value {
    rows.iter()
        .map(|row| json!({ "slug": row.person.slug, "name": row.name, "first": row.person.short_name() }))
        .collect()
}

/// The label of a photo. Some have more in it than the name, so that an exact match fails.
pub(crate) fn photo_label(view: &View, row: &Row) -> String {
    let label = super::super::lang::with_name(&view.texts.photo_of, &row.name);
    if row.person.stable().is_multiple_of(7) { format!("{label}, open to work") } else { label }
}
