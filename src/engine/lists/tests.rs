use super::*;

fn walk(names: &[&str], typed: Option<&str>) -> Walk {
    let row = |name: &&str| RowSeen {
        name: (*name).into(),
        links: vec![format!("/in/{}/", name.replace(' ', "-"))],
        ..RowSeen::default()
    };
    let rows: Vec<RowSeen> = names.iter().map(row).collect();
    Walk {
        first: rows.len(),
        ended: false,
        wheel: false,
        now: Rows { rows: rows.clone(), ..Rows::default() },
        rows,
        has_button: false,
        total: Some(17_008),
        typed: typed.map(str::to_owned),
    }
}

// Regression: a list that keeps few rows, and changed while it left its filter unanswered, used to count as whole.
#[test]
fn few_rows_are_the_whole_list_only_where_they_answer_the_filter() {
    assert!(!walk(&["Ben Xaver", "Otto Wirth", "Ada Brandt"], Some("Ben Xaver")).is_whole());
    assert!(walk(&["Ben Xaver", "Benno Xaverius"], Some("Ben Xaver")).is_whole());
    assert!(walk(&["Ben Xaver", "Otto Wirth"], None).is_whole());
}

// Regression: in a long list that keeps the rows in view alone, the rest of a batch counted as a short last batch, and people
// further down as not found.
#[test]
fn a_few_more_rows_after_a_full_batch_are_no_end() {
    let names: Vec<String> = (0..20).map(|nth| format!("Ben Xaver {nth}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut walk = walk(&names, Some("Ben Xaver"));
    assert!(!walk.is_whole());
    let rest =
        RowSeen { name: "Ben Xaver Olm".into(), links: vec!["/in/olm/".to_owned()], ..RowSeen::default() };
    walk.add(vec![rest]);
    assert!(!walk.is_whole());
    walk.ended = true;
    assert!(walk.is_whole());
}
