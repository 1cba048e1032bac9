//! Who may know whom: the rooms of the house by a table, and no circle of files inside a room.
//!
//! Read from the source by its syntax: every `use`, and every path that begins with `crate`, `super` or `self`. A name that a
//! room hands on (`pub use`) counts as the file that has it. Tests inside the source may know everything; paths inside a
//! macro's braces are not seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Each room, and the rooms that it may know. What is not here, nobody may know.
const MAY_KNOW: &[(&str, &str)] = &[
    ("account", "domain ledger system"),
    ("browser", "domain saved system tls"),
    (
        "cli",
        "account browser config domain engine evidence faults fleet learn ledger limited notify pace packs plan pointing practice report review roster \
         saved selectors smoke system tls trace watch wording",
    ),
    ("config", "domain faults limited wording"),
    ("engine", "browser config domain ledger pace roster saved selectors trace"),
    ("evidence", "domain ledger system"),
    ("fleet", "config faults limited wording"),
    ("learn", "domain saved selectors"),
    ("ledger", "domain system"),
    ("local_page", "visitors"),
    ("notify", "config system tls"),
    ("pace", "config domain ledger"),
    ("packs", "domain limited selectors system tls wording"),
    ("plan", "domain faults limited roster system wording"),
    ("report", "domain ledger selectors trace wording"),
    ("pointing", "domain local_page"),
    ("practice", "visitors"),
    ("review", "domain faults local_page plan roster"),
    ("roster", "domain faults limited sheet"),
    ("saved", "domain selectors visitors"),
    ("selectors", "domain faults limited wording"),
    ("smoke", "domain ledger report trace"),
    ("trace", "domain system"),
    ("watch", "local_page"),
    ("wording", "domain"),
];

/// A file as a path of modules: `["roster", "keep", "list"]`.
type Module = Vec<String>;

/// The house: each file's paths, and what rooms hand on.
#[derive(Default)]
struct House {
    uses: BTreeMap<Module, BTreeSet<Module>>,
    handed_on: BTreeMap<Module, Module>,
}

impl House {
    fn read() -> House {
        let mut files = Vec::new();
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        collect(&src, &mut files);
        let mut raw = Vec::new();
        for path in files {
            let module = module_of(path.strip_prefix(&src).unwrap());
            let text = fs::read_to_string(&path).unwrap();
            let file = syn::parse_file(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            let mut paths = Paths::default();
            paths.visit_file(&file);
            raw.push((module, paths.found));
        }
        let mut house = House {
            uses: raw.iter().map(|(module, _)| (module.clone(), BTreeSet::new())).collect(),
            ..House::default()
        };
        for (module, paths) in &raw {
            for (is_pub, path) in paths {
                let (Some(whole), true) = (house.whole(module, path), *is_pub) else { continue };
                let mut name = module.clone();
                name.extend(whole.last().cloned());
                house.handed_on.insert(name, whole);
            }
        }
        for (module, paths) in &raw {
            for (is_pub, path) in paths {
                let Some(whole) = house.whole(module, path) else { continue };
                let Some(file) = house.file_of(whole) else { continue };
                // A room that hands on what its own files have is their door, and does not build on them.
                let is_own = *is_pub && file.starts_with(module);
                if file != *module && !is_own {
                    house.uses.get_mut(module).unwrap().insert(file);
                }
            }
        }
        house
    }

    /// The path from the root of the house, if it leads into the house at all.
    fn whole(&self, module: &Module, path: &[String]) -> Option<Module> {
        let mut rest = path;
        let mut base = match rest.first()?.as_str() {
            "crate" => {
                rest = &rest[1..];
                Vec::new()
            }
            "self" => {
                rest = &rest[1..];
                module.clone()
            }
            "super" => module.clone(),
            first => {
                let mut child = module.clone();
                child.push(first.to_owned());
                return self.uses.contains_key(&child).then(|| [module.as_slice(), rest].concat());
            }
        };
        while rest.first().is_some_and(|part| part == "super") {
            base.pop();
            rest = &rest[1..];
        }
        base.extend_from_slice(rest);
        Some(base)
    }

    /// The file that has what a path names, through whatever hands it on.
    fn file_of(&self, mut path: Module) -> Option<Module> {
        for _ in 0..9 {
            let file = (1..=path.len())
                .rev()
                .map(|parts| &path[..parts])
                .find(|part| self.uses.contains_key(*part))?
                .to_vec();
            let Some(name) = path.get(file.len()) else { return Some(file) };
            let mut named = file.clone();
            named.push(name.clone());
            match self.handed_on.get(&named) {
                Some(source) if *source != named => path = [source.as_slice(), &path[named.len()..]].concat(),
                _ => return Some(file),
            }
        }
        None
    }

    /// The files that lead to themselves again, each with the way.
    fn circles(&self) -> Vec<String> {
        let mut circles = BTreeSet::new();
        for start in self.uses.keys() {
            let mut ways = vec![vec![start]];
            let mut seen = BTreeSet::new();
            while let Some(way) = ways.pop() {
                for next in &self.uses[*way.last().unwrap()] {
                    if next == start {
                        let mut round: Vec<String> = way.iter().map(|file| file.join("::")).collect();
                        let least =
                            round.iter().enumerate().min_by_key(|(_, name)| (*name).clone()).unwrap().0;
                        round.rotate_left(least);
                        circles.insert(round.join(" -> "));
                    } else if seen.insert(next) {
                        ways.push([way.as_slice(), &[next]].concat());
                    }
                }
            }
        }
        circles.into_iter().collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_test = name == "tests" || name.ends_with("_tests");
        match path.extension() {
            _ if is_test => {}
            None => collect(&path, files),
            Some(extension) if extension == "rs" && name != "main" && name != "lib" => files.push(path),
            Some(_) => {}
        }
    }
}

fn module_of(path: &Path) -> Module {
    let mut module: Module =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    module.pop_if(|last| last == "mod");
    module
}

/// Every path that leads somewhere, and whether it is handed on.
#[derive(Default)]
struct Paths {
    found: Vec<(bool, Vec<String>)>,
}

impl Paths {
    fn tree(&mut self, is_pub: bool, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(is_pub, &with(&path.ident), &path.tree),
            syn::UseTree::Name(name) if name.ident == "self" => self.found.push((is_pub, before.to_vec())),
            syn::UseTree::Name(name) => self.found.push((is_pub, with(&name.ident))),
            syn::UseTree::Rename(name) => self.found.push((is_pub, with(&name.ident))),
            syn::UseTree::Glob(_) => self.found.push((is_pub, before.to_vec())),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(is_pub, before, tree)),
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "test")
    })
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.tree(!matches!(item.vis, syn::Visibility::Inherited), &[], &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if parts.len() > 1 && ["crate", "super", "self"].contains(&parts[0].as_str()) {
            self.found.push((false, parts));
        }
        visit::visit_path(self, path);
    }
}

#[test]
fn every_room_knows_only_the_rooms_below_it() {
    let house = House::read();
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (file, uses) in &house.uses {
        for used in uses.iter().filter(|used| used[0] != file[0]) {
            let allowed = MAY_KNOW.iter().find(|(room, _)| *room == file[0]).map_or("", |(_, rooms)| rooms);
            if !allowed.split_whitespace().any(|room| room == used[0]) {
                wrong.push(format!(
                    "{} uses {}: {} may not know {}",
                    file.join("::"),
                    used.join("::"),
                    file[0],
                    used[0]
                ));
            }
            known.entry(&file[0]).or_default().insert(&used[0]);
        }
    }
    for (room, rooms) in MAY_KNOW {
        let knows = known.remove(room).unwrap_or_default();
        let idle = rooms.split_whitespace().filter(|other| !knows.contains(other));
        wrong.extend(
            idle.map(|other| format!("{room} does not know {other} any more: take it out of the table")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    let house = House::read();
    assert!(house.uses.len() > 300, "the source was read: {} files", house.uses.len());
    let circles = house.circles();
    assert!(circles.is_empty(), "{} circles:\n{}", circles.len(), circles.join("\n"));
}

#[test]
fn a_circle_is_found_where_there_is_one() {
    let file = |name: &str| vec!["room".to_owned(), name.to_owned()];
    let uses = [("a", vec!["b"]), ("b", vec!["c"]), ("c", vec!["a"]), ("d", vec!["a"])];
    let uses =
        uses.into_iter().map(|(name, used)| (file(name), used.into_iter().map(file).collect())).collect();
    let house = House { uses, ..House::default() };
    assert_eq!(house.circles(), ["room::a -> room::b -> room::c"]);
}
