//! The selector files that are shipped, and the loader's word on broken ones.

use std::path::Path;

use unlinked::domain::{Action, Place, Route, Surface};
use unlinked::selectors::{
    PathName, SelectorError, Selectors, builtin_files, locale_schema, selector_schema,
};

fn load_desktop(text: &str) -> Result<Selectors, SelectorError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("desktop.toml"), text).unwrap();
    Selectors::load(Surface::Desktop, &[folder.path().to_owned()])
}

fn built_in(name: &str) -> &'static str {
    builtin_files().into_iter().find(|(file, _)| file == name).unwrap().1
}

/// The faults of a broken copy of the desktop file, as a user reads them.
fn faults_of(from: &str, to: &str) -> String {
    let text = built_in("desktop.toml");
    assert!(text.contains(from), "the file no longer holds {from:?}");
    match load_desktop(&text.replacen(from, to, 1)) {
        Ok(_) => panic!("{to:?} was accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_built_in_files_load() {
    for surface in Surface::ALL {
        Selectors::load(*surface, &[]).unwrap();
    }
}

#[test]
fn everything_that_is_clicked_on_a_phone_is_known_by_a_guess_only() {
    let remove = |route| PathName { action: Action::Remove, route };
    let mobile = Selectors::load(Surface::Mobile, &[]).unwrap();
    let desktop = Selectors::load(Surface::Desktop, &[]).unwrap();
    for route in Route::ALL {
        assert!(!mobile.guessed_places(remove(*route)).is_empty(), "{route}");
        assert_eq!(desktop.guessed_places(remove(*route)), Vec::<&str>::new(), "{route}");
    }
}

#[test]
fn the_schemas_in_the_folder_are_those_of_the_types() {
    for (file, made) in [
        ("selectors/schema/surface.json", selector_schema()),
        ("selectors/schema/locale.json", locale_schema()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UNLINKED_WRITE_SCHEMAS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, made, "{file} is stale: run this test with UNLINKED_WRITE_SCHEMAS=1");
    }
}

#[test]
fn every_file_names_its_schema_for_editors() {
    for (name, text) in builtin_files() {
        let schema =
            if name.starts_with("locales/") { "../schema/locale.json" } else { "schema/surface.json" };
        assert!(text.starts_with(&format!("#:schema {schema}\n")), "{name}");
    }
}

#[test]
fn the_point_of_no_return_is_the_menu_item_and_not_the_dialogs_button() {
    for surface in Surface::ALL {
        let selectors = Selectors::load(*surface, &[]).unwrap();
        for route in Route::ALL {
            let path = selectors.path(PathName { action: Action::Remove, route: *route }).unwrap();
            assert!(path.is_irreversible());
            assert!(path.commit_at.ends_with("remove_item"), "{surface} {route}: {}", path.commit_at);
            assert_eq!(path.confirm_at.as_deref(), Some("confirm"));
        }
    }
}

#[test]
fn a_path_that_touches_the_remove_item_before_its_commit_is_refused() {
    let told = faults_of("at = \"more\"", "at = \"remove_item\"");
    assert!(told.contains("`remove_item` is touched before the commit"), "{told}");
    assert!(told.contains("desktop.toml:"), "{told}");
}

#[test]
fn a_path_that_confirms_before_its_commit_is_refused() {
    let told = faults_of("at = \"more\"", "at = \"confirm\"");
    assert!(told.contains("`confirm` is touched before the commit"), "{told}");
}

#[test]
fn a_path_that_touches_what_another_path_commits_is_refused() {
    let told = faults_of("at = \"more\"", "at = \"unfollow_item\"");
    assert!(told.contains("`unfollow_item` is touched before the commit"), "{told}");
}

#[test]
fn unfollowing_can_be_taken_back_and_withdrawing_cannot() {
    let selectors = Selectors::load(Surface::Desktop, &[]).unwrap();
    let path = |action| selectors.path(PathName { action, route: Route::Connections }).unwrap();
    let (unfollow, withdraw) = (path(Action::Unfollow), path(Action::Withdraw));
    assert_eq!((unfollow.is_irreversible(), unfollow.commit_at.as_str()), (false, "unfollow_item"));
    assert_eq!(unfollow.confirm_at.as_deref(), Some("confirm_unfollow"));
    assert_eq!((withdraw.is_irreversible(), withdraw.commit_at.as_str()), (true, "pending"));
    assert_eq!(withdraw.confirm_at.as_deref(), Some("confirm_withdraw"));
}

#[test]
fn a_path_without_a_commit_is_refused() {
    let told = faults_of("commit = true\nirreversible = true", "");
    assert!(told.contains("has no commit"), "{told}");
}

#[test]
fn a_path_with_two_commits_is_refused() {
    let told = faults_of("at = \"confirm\"\n", "at = \"confirm\"\ncommit = true\nirreversible = true\n");
    assert!(told.contains("more than one commit"), "{told}");
}

#[test]
fn a_mistyped_locator_and_text_key_are_told_with_the_nearest_name_at_their_place() {
    let text = built_in("desktop.toml")
        .replacen("within = \"top_card\"", "within = \"top_crad\"", 1)
        .replacen("name = \"@connect\"", "name = \"@conect\"", 1);
    let Err(error) = load_desktop(&text) else { panic!("accepted") };
    let told = error.to_string();
    assert!(told.contains("did you mean `top_card`?"), "{told}");
    assert!(told.contains("did you mean `@connect`?"), "{told}");
}

#[test]
fn a_misspelt_key_is_told_at_its_place() {
    let told = faults_of("css = \"main section[data-member-id]\"", "ccs = \"main section[data-member-id]\"");
    assert!(told.contains("unknown field `ccs`"), "{told}");
    assert!(told.contains("desktop.toml:"), "{told}");
}

#[test]
fn evidence_of_an_unknown_kind_is_refused() {
    let told = faults_of("evidence = \"seen 2026-05, ui-evidence 1a\"", "evidence = \"sure\"");
    assert!(told.contains("`seen`, `used` or `guess`"), "{told}");
}

/// A file without one of its locators.
fn without(text: &str, locator: &str) -> String {
    let head = format!("[locator.{locator}]\n");
    let from = text.find(&head).unwrap_or_else(|| panic!("no {head}"));
    let to = text[from + 1..].find("\n[").map_or(text.len(), |at| from + 1 + at);
    format!("{}{}", &text[..from], &text[to..])
}

fn load(surface: Surface, text: String) -> Result<Selectors, SelectorError> {
    Selectors::from_texts(surface, &[(format!("{surface}.toml"), text)].into())
}

#[test]
fn a_file_that_leaves_out_a_place_that_the_program_asks_for_is_refused() {
    for surface in Surface::ALL {
        let text = built_in(&format!("{surface}.toml"));
        let has_path = |path: &str| text.contains(&format!("[[path.{path}]]"));
        let mut left_out = 0;
        for place in Place::ALL.iter().filter(|place| place.is_required(has_path)) {
            let Err(error) = load(*surface, without(text, place.as_str())) else {
                panic!("{surface} without {place} was accepted")
            };
            let told = error.to_string();
            assert!(
                told.contains(&format!("the file has no locator `{place}`")),
                "{surface} {place}: {told}"
            );
            assert!(told.contains(&format!("add a `[locator.{place}]` table")), "{surface} {place}: {told}");
            left_out += 1;
        }
        assert!(left_out >= 23, "{surface}: only {left_out}");
    }
}

#[test]
fn all_the_places_that_a_file_leaves_out_are_told_at_once() {
    let text = without(&without(built_in("desktop.toml"), "toast"), "list_empty");
    let Err(error) = load(Surface::Desktop, text) else { panic!("accepted") };
    let told = error.to_string();
    assert!(told.contains("`toast`") && told.contains("`list_empty`"), "{told}");
}

#[test]
fn what_only_a_path_needs_may_be_left_out_with_the_path() {
    let text = built_in("desktop.toml");
    let from = text.find("[[path.unfollow]]").unwrap();
    let to = from + text[from..].find("[[path.withdraw]]").unwrap();
    let mut text = format!("{}{}", &text[..from], &text[to..]);
    for locator in ["follow", "unfollow_item", "confirm_unfollow"] {
        text = without(&text, locator);
    }
    load(Surface::Desktop, text).unwrap();
}

#[test]
fn a_locator_that_nobody_asks_for_is_a_warning_at_its_place() {
    let text = built_in("desktop.toml").to_owned()
        + "\n[locator.toast_eror]\nany = [{ css = \"b\", evidence = \"guess: none\" }]\n";
    let selectors = load(Surface::Desktop, text).unwrap();
    let [told] = selectors.warnings.as_slice() else { panic!("{:?}", selectors.warnings) };
    assert!(told.contains("nobody asks for the locator `toast_eror`"), "{told}");
    assert!(told.contains("did you mean `toast_error`?") && told.contains("desktop.toml:"), "{told}");
}

#[test]
fn the_built_in_files_warn_of_nothing() {
    for surface in Surface::ALL {
        assert_eq!(Selectors::load(*surface, &[]).unwrap().warnings, Vec::<String>::new());
    }
}

/// The page script asks by words in its text: each must be one of the list, and whatever of the list has neither the script nor a
/// path to ask for it, the program itself asks for.
#[test]
fn the_page_script_asks_for_no_place_that_is_not_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/page_script");
    let mut script = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        script += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let calls = [
        "locate",
        "locateAll",
        "everyVisible",
        "candidatesOf",
        "rootOf",
        "outlineRoot",
        "isGuess",
        "readToasts",
    ];
    let mut before: Vec<String> = calls.iter().map(|call| format!("{call}(")).collect();
    before.extend(
        ["locateIn(el, ", "scope === ", "within === ", "locator: ", "request.confirm || "].map(str::to_owned),
    );
    let mut asked: Vec<&str> = script
        .match_indices('"')
        .filter(|(at, _)| before.iter().any(|before| script[..*at].ends_with(before.as_str())))
        .filter_map(|(at, _)| script[at + 1..].split('"').next())
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let unknown: Vec<&&str> = asked.iter().filter(|name| name.parse::<Place>().is_err()).collect();
    assert_eq!(unknown, Vec::<&&str>::new(), "the page script asks for what is not in `Place`");
    for name in
        ["top_card", "list_empty", "toast", "toast_error", "row_link", "row", "menu", "dialog", "confirm"]
    {
        assert!(asked.contains(&name), "{name} is not seen to be asked for: {asked:?}");
    }
}

#[test]
fn a_scope_that_leads_back_to_itself_is_refused() {
    let told = faults_of("[locator.menu]\n", "[locator.menu]\nwithin = \"remove_item\"\n");
    assert!(told.contains("searched within itself"), "{told}");
}

#[test]
fn an_older_copy_is_used_with_a_warning() {
    let text = built_in("desktop.toml").replacen("revision = \"", "revision = \"2020-01-01\" # ", 1);
    let selectors = load_desktop(&text).unwrap();
    assert_eq!(selectors.warnings.len(), 1);
    assert!(selectors.warnings[0].contains("is of 2020-01-01"), "{:?}", selectors.warnings);
    assert!(selectors.warnings[0].contains("diff -u"), "{:?}", selectors.warnings);
}

#[test]
fn an_older_copy_of_a_language_is_used_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("locales")).unwrap();
    let text = built_in("locales/pl.toml").replacen("revision = \"", "revision = \"2020-01-01\" # ", 1);
    std::fs::write(folder.path().join("locales/pl.toml"), text).unwrap();
    let selectors = Selectors::load(Surface::Desktop, &[folder.path().to_owned()]).unwrap();
    assert_eq!(selectors.warnings.len(), 1, "{:?}", selectors.warnings);
    assert!(selectors.warnings[0].contains("pl.toml is of 2020-01-01"), "{:?}", selectors.warnings);
}
