//! Packs of selector files: what is taken, what is refused with the cure and without a byte written, and the way back.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use unlinked::selectors::builtin_files;

use crate::testkit::home::{Home, answering, flat};
use crate::testkit::minisign::Maker;

fn builtin(name: &str) -> String {
    builtin_files().into_iter().find(|(file, _)| file == name).unwrap().1.to_owned()
}

/// The built-in desktop file, which looks for the item that removes in a profile's menu under another role.
fn desktop(role: &str) -> String {
    let from = "{ role = \"menuitem\", text = \"@remove_connection\"";
    let text = builtin("desktop.toml");
    assert!(text.contains(from));
    text.replacen(from, &format!("{{ role = \"{role}\", text = \"@remove_connection\""), 1)
}

fn pack(revision: &str, min_version: &str, files: &[(&str, &str)]) -> String {
    let files: String = files.iter().map(|(name, text)| format!("\"{name}\" = '''\n{text}'''\n")).collect();
    format!(
        "name = \"weekly\"\nrevision = \"{revision}\"\nmin_version = \"{min_version}\"\n\n[files]\n{files}"
    )
}

fn good(revision: &str) -> String {
    pack(revision, "0.1.0", &[("desktop.toml", &desktop("menuitemradio"))])
}

/// Puts a pack with its signature into the home.
fn put(home: &Home, name: &str, text: &str, signature: &str) -> String {
    home.write(&format!("{name}.minisig"), signature);
    home.write(name, text).to_str().unwrap().to_owned()
}

/// Every file below the folder of the program's settings, with what it holds.
fn settings(home: &Home) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, all: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            let name = path.display().to_string();
            if path.is_dir() {
                all.insert(name, Vec::new());
                collect(&path, all);
            } else {
                all.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut all = BTreeMap::new();
    collect(&home.path().join("config"), &mut all);
    all
}

/// A site on this machine that has these files and no others. An answer of one byte less than it says is half of it.
fn site(files: Vec<(&'static str, Vec<u8>)>) -> String {
    answering(move |path, stream| {
        let plain = path.replace("/half/", "/");
        let Some((_, bytes)) = files.iter().find(|(name, _)| *name == plain) else {
            let _ =
                write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        };
        let sent = if plain == path { bytes.len() } else { bytes.len() / 2 };
        let _ =
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len());
        let _ = stream.write_all(&bytes[..sent]);
    })
}

#[test]
fn a_served_pack_is_shown_taken_used_updated_and_taken_back() {
    let maker = Maker::new(7);
    let (first, second) = (good("2026-12-01"), pack("2026-12-08", "0.1.0", &[("locales/sv.toml", SWEDISH)]));
    let signed = |text: &str| maker.sign(text.as_bytes()).into_bytes();
    let site = site(vec![
        ("/first.pack.toml", first.clone().into_bytes()),
        ("/first.pack.toml.minisig", signed(&first)),
        ("/second.pack.toml", second.clone().into_bytes()),
        ("/second.pack.toml.minisig", signed(&second)),
    ]);
    let home = Home::new();
    home.write("minisign.pub", &format!("untrusted comment: minisign public key\n{}\n", maker.key()));
    let url = |name: &str| format!("{site}/{name}.pack.toml");
    let (code, out, err) =
        home.run(&["selectors", "install", &url("first"), "--key", "minisign.pub", "--yes"]);
    assert_eq!(code, 0, "{err}");
    for told in [
        "Pack weekly, revision 2026-12-01.",
        "desktop, found otherwise: remove_item",
        "mobile, found otherwise: nothing",
        "desktop, to be rehearsed first: remove_item",
        "+  { role = \"menuitemradio\", text = \"@remove_connection\"",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    assert!(flat(&err).contains("is in use now") && flat(&err).contains("one person is rehearsed"), "{err}");
    let (code, out, err) = home.run(&["selectors", "check"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("pack     weekly revision 2026-12-01, ")
            && out.contains("to be rehearsed first on: desktop"),
        "{out}"
    );
    assert!(out.contains("selector-packs/2026-12-01-"), "a run loads the pack's file: {out}");

    // Without the rehearsal nobody is removed; what only looks is not refused.
    let roster =
        home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let (code, _, err) = home.run(&["run", roster.to_str().unwrap(), "--yes"]);
    assert_eq!(code, 2, "{err}");
    let err = flat(&err);
    assert!(
        err.contains("nobody was rehearsed with it and your own files")
            && err.contains("--dry-run --again --limit 1"),
        "{err}"
    );
    let (code, _, err) = home.run(&["run", roster.to_str().unwrap(), "--list-clicks"]);
    assert_eq!(code, 0, "{err}");

    // An update: the same pack is no news, a newer one is taken, and what was not rehearsed stays so.
    home.write("config/unlinked/config.toml", &format!("[selectors]\nsource = \"{}\"\n", url("first")));
    let (code, out, err) = home.run(&["selectors", "update", "--json"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("\"nothing_new\"") && err.contains("no newer one"), "{out}{err}");
    home.write("config/unlinked/config.toml", &format!("[selectors]\nsource = \"{}\"\n", url("second")));
    let (code, out, err) = home.run(&["selectors", "update", "--yes", "--json"]);
    assert_eq!(code, 0, "{err}");
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let named: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(
        named,
        ["pack", "file", "file", "installed"],
        "the file of the first pack goes, and one comes: {out}"
    );
    assert_eq!(
        events[0]["changes"]["desktop"]["places"],
        serde_json::json!(["remove_item"]),
        "as built in again"
    );
    assert!(
        events[0]["changes"]["desktop"]["texts"].as_array().unwrap().contains(&"sv remove_connection".into())
    );
    assert_eq!(events[3]["rehearse"], serde_json::json!(["desktop", "mobile"]));

    // The way back: to the first, to the built-in ones, and no further. An update does not bring what was taken back.
    let (code, out, err) = home.run(&["selectors", "rollback", "--yes", "--json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["to"]["revision"], "2026-12-01");
    let (code, _, err) = home.run(&["selectors", "update", "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(flat(&err).contains("is the one that you have gone back from"), "{err}");
    let (code, _, err) = home.run(&["selectors", "rollback"]);
    assert_eq!(code, 2);
    assert!(flat(&err).contains("nothing was changed") && err.contains("--yes"), "{err}");
    assert_eq!(home.run(&["selectors", "rollback", "--yes"]).0, 0);
    let (_, out, _) = home.run(&["selectors", "check"]);
    assert!(!out.contains("pack ") && out.contains("built-in"), "{out}");
    let (code, _, err) = home.run(&["selectors", "rollback", "--yes"]);
    assert!(code == 2 && flat(&err).contains("no pack is in use"), "{err}");
    // Nor does an update bring what is older than what was in use once, whichever way back was gone.
    let (code, _, err) = home.run(&["selectors", "update", "--yes"]);
    assert!(code == 0 && flat(&err).contains("is not newer than 2026-12-08, which was in use once"), "{err}");
    // The key is known from the first time.
    assert_eq!(home.run(&["selectors", "install", &url("second"), "--yes"]).0, 0);
}

const SWEDISH: &str = "schema = 1\nlanguage = \"sv\"\nrevision = \"2026-12-08\"\n\n[text]\n\
    remove_connection = [{ is = \"Ta bort kontakt\", evidence = \"used 2026-12\" }]\n";

#[test]
fn whatever_is_wrong_with_a_pack_is_refused_with_the_cure_and_nothing_is_written() {
    let (maker, other) = (Maker::new(7), Maker::new(8));
    let home = Home::new();
    let first = good("2026-12-01");
    let file = put(&home, "first.pack.toml", &first, &maker.sign(first.as_bytes()));
    let key = maker.key();
    assert_eq!(home.run(&["selectors", "install", &file, "--key", &key, "--yes"]).0, 0);
    let before = settings(&home);

    let of = |desktop: &str| pack("2026-12-08", "0.1.0", &[("desktop.toml", desktop)]);
    let newer = good("2026-12-08");
    let replaced = |from: &str, to: &str| {
        let text = builtin("desktop.toml");
        assert!(text.contains(from), "{from}");
        of(&text.replacen(from, to, 1))
    };
    const ITEM: &str =
        "[[path.profile]]\ndo = \"click\"\nat = \"remove_item\"\ncommit = true\nirreversible = true\n";
    let forbidden = replaced(ITEM, &format!("[[path.profile]]\ndo = \"click\"\nat = \"confirm\"\n\n{ITEM}"));
    let unknown = replaced(
        "[locator.more]",
        "[locator.bin]\nany = [{ css = \"b\", evidence = \"guess\" }]\n\n[locator.more]",
    );
    let lacking = replaced("[locator.toast]", "[locator.toaster]");
    let large = format!("{newer}\n#{}\n", "x".repeat(2 << 20));
    let sign = |text: &str| maker.sign(text.as_bytes());
    let changed = newer.replace("menuitemradio", "menuitem");
    let newest = pack("2026-12-08", "9.0.0", &[("desktop.toml", &desktop("option"))]);
    let outside = pack("2026-12-08", "0.1.0", &[("../config.toml", "site = \"https://evil.example\"")]);
    let rows: &[(&str, &str, String, &str, &str)] = &[
        ("old", &good("2026-11-30"), sign(&good("2026-11-30")), "is not newer than 2026-12-01", "rollback"),
        ("same", &first, sign(&first), "is not newer than 2026-12-01", "take a newer one"),
        (
            "tampered",
            &changed,
            sign(&newer),
            "the signature does not fit the pack",
            "get pack and signature again",
        ),
        (
            "half",
            &newer[..newer.len() / 2],
            sign(&newer),
            "did not come whole",
            "get pack and signature again",
        ),
        ("unsigned", &newer, String::new(), "none of minisign's", "get pack and signature again"),
        ("foreign", &newer, other.sign(newer.as_bytes()), "signed by another key", "ask the pack's maker"),
        ("of_old", &newer, maker.sign_as_of_old(newer.as_bytes()), "minisign's old way", "without -l"),
        ("newest", &newest, sign(&newest), "for version 9.0.0", "take a newer version of the program"),
        (
            "forbidden",
            &forbidden,
            sign(&forbidden),
            "clicks `confirm`, before its commit",
            "tell the pack's maker",
        ),
        (
            "unknown",
            &unknown,
            sign(&unknown),
            "the place `bin` is none that this program knows",
            "tell the pack's maker",
        ),
        ("lacking", &lacking, sign(&lacking), "`toaster`", "tell the pack's maker"),
        ("large", &large, sign(&large), "larger than 2.1 MB", "tell its maker"),
        (
            "outside",
            &outside,
            sign(&outside),
            "`../config.toml`, which is no selector file",
            "has to mend it",
        ),
    ];
    let mut files = Vec::new();
    for (name, text, signature, told, cure) in rows {
        let file = put(&home, &format!("{name}.pack.toml"), text, signature);
        let (code, out, err) = home.run(&["selectors", "install", &file, "--yes"]);
        let err = flat(&err);
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {err}");
        for part in [told, cure, &"nothing was installed"] {
            assert!(err.contains(part), "{name} lacks `{part}`: {err}");
        }
        assert!(settings(&home) == before, "{name} wrote something");
        files.push((format!("/{name}.pack.toml"), text.as_bytes().to_vec()));
        files.push((format!("/{name}.pack.toml.minisig"), signature.clone().into_bytes()));
    }
    // The same from a site, one that breaks off among them.
    files.push(("/good.pack.toml".to_owned(), newer.clone().into_bytes()));
    files.push(("/good.pack.toml.minisig".to_owned(), sign(&newer).into_bytes()));
    let files = files.into_iter().map(|(name, bytes)| (&*name.leak(), bytes)).collect();
    let site = site(files);
    for (name, told) in [
        ("old", "is not newer"),
        ("tampered", "does not fit"),
        ("newest", "for version 9.0.0"),
        ("forbidden", "before its commit"),
        ("unknown", "the place `bin`"),
        ("large", "larger than"),
        ("half/good", "broke off before all of it had come"),
        ("none", "404"),
    ] {
        let url = format!("{site}/{name}.pack.toml");
        let (code, _, err) = home.run(&["selectors", "install", &url, "--yes"]);
        let err = flat(&err);
        assert!(code == 2 && err.contains(told) && err.contains("nothing was installed"), "{name}: {err}");
        assert!(settings(&home) == before, "{name} wrote something");
    }
    // Keys, questions, and sources that are none.
    let good = put(&home, "good.pack.toml", &newer, &sign(&newer));
    let other = other.key();
    for (args, told) in [
        (vec!["install", &good, "--key", &other, "--yes"], "was given at the first install"),
        (vec!["install", &good, "--key", "RWnonsense", "--yes"], "is no public key"),
        (vec!["install", &good], "--yes"),
        (vec!["install", "nowhere.pack.toml", "--yes"], "cannot be read"),
        (vec!["install", ".", "--yes"], "more than one file"),
        (vec!["install", "http://packs.example.org/p.pack.toml", "--yes"], "is no https address"),
        (vec!["update"], "`selectors.source` is not set"),
    ] {
        let args: Vec<&str> = std::iter::once("selectors").chain(args).collect();
        let (code, _, err) = home.run(&args);
        let err = flat(&err);
        assert!(code == 2 && err.contains(told) && err.contains("nothing was installed"), "{args:?}: {err}");
        assert!(settings(&home) == before, "{args:?} wrote something");
    }
    assert_eq!(home.run(&["selectors", "install", &good, "--yes"]).0, 0, "and the good one is taken");
}

#[test]
fn the_first_install_takes_a_key_and_a_refused_one_keeps_none() {
    let maker = Maker::new(7);
    let home = Home::new();
    let text = good("2026-12-01");
    let file = put(&home, "p.pack.toml", &text, &maker.sign(text.as_bytes()));
    let (code, _, err) = home.run(&["selectors", "install", &file, "--yes"]);
    assert!(code == 2 && flat(&err).contains("no key is known") && err.contains("--key"), "{err}");
    let (wrong, right) = (Maker::new(7).key(), maker.key());
    let (code, _, err) = home.run(&["selectors", "install", &file, "--key", &wrong, "--yes"]);
    assert!(code == 2 && flat(&err).contains("the signature does not fit"), "{err}");
    assert!(settings(&home).is_empty());
    // A folder that holds the pack alone.
    let folder = home.path().to_str().unwrap().to_owned();
    let (code, _, err) = home.run(&["selectors", "install", &folder, "--key", &right, "--yes"]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn the_users_own_files_go_before_a_packs_and_their_faults_are_told() {
    let maker = Maker::new(7);
    let home = Home::new();
    let text = good("2026-12-01");
    let (file, key) = (put(&home, "p.pack.toml", &text, &maker.sign(text.as_bytes())), maker.key());
    let own = home.write("config/unlinked/selectors/desktop.toml", "schema = 1\n");
    let (code, _, err) = home.run(&["selectors", "install", &file, "--key", &key, "--yes"]);
    assert!(
        code == 2 && flat(&err).contains("nothing was installed") && err.contains("desktop.toml"),
        "{err}"
    );
    std::fs::write(own, desktop("option")).unwrap();
    let (code, _, err) = home.run(&["selectors", "install", &file, "--key", &key, "--yes"]);
    assert!(code == 0 && flat(&err).contains("is yours and goes before the pack's desktop.toml"), "{err}");
    let (_, out, _) = home.run(&["selectors", "check"]);
    assert!(out.contains("unlinked/selectors/desktop.toml"), "{out}");
}

#[test]
fn a_pack_whose_files_are_not_as_they_were_taken_starts_no_run() {
    let maker = Maker::new(7);
    let home = Home::new();
    let text = good("2026-12-01");
    let file = put(&home, "first.pack.toml", &text, &maker.sign(text.as_bytes()));
    assert_eq!(home.run(&["selectors", "install", &file, "--key", &maker.key(), "--yes"]).0, 0);
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let folder = home.path().join("config/unlinked/selector-packs");
    let mut folders = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let taken = folders.find(|path| path.is_dir()).unwrap().join("desktop.toml");
    for change in [&|| std::fs::remove_file(&taken).unwrap() as (), &|| {
        std::fs::write(&taken, builtin("desktop.toml")).unwrap();
    }] as [&dyn Fn(); 2]
    {
        change();
        for more in ["--yes", "--dry-run"] {
            let (code, _, err) = home.run(&["run", "roster.csv", more]);
            let err = flat(&err);
            assert!(
                code == 2 && err.contains("desktop.toml of the pack weekly is not as it was taken"),
                "{err}"
            );
            assert!(
                err.contains("nothing was started") && err.contains("unlinked selectors rollback"),
                "{err}"
            );
        }
    }
}

#[test]
fn a_pack_that_was_damaged_stops_every_command_that_needs_it_and_says_the_way_out() {
    let maker = Maker::new(7);
    let home = Home::new();
    let text = good("2026-12-01");
    let (file, key) = (put(&home, "p.pack.toml", &text, &maker.sign(text.as_bytes())), maker.key());
    assert_eq!(home.run(&["selectors", "install", &file, "--key", &key, "--yes"]).0, 0);
    let record = home.path().join("config/unlinked/selector-packs/current.toml");
    std::fs::write(&record, "in_use = ").unwrap();
    let roster = home.write("roster.csv", "url\nhttps://www.linkedin.com/in/martha-quill/\n");
    for args in [
        vec!["run", roster.to_str().unwrap(), "--list-clicks"],
        vec!["selectors", "check"],
        vec!["selectors", "rollback", "--yes"],
    ] {
        let (code, _, err) = home.run(&args);
        let err = flat(&err);
        assert!(code == 2 && err.contains("current.toml") && err.contains("away"), "{args:?}: {err}");
    }
    std::fs::remove_file(record).unwrap();
    let (code, out, _) = home.run(&["selectors", "check"]);
    assert!(code == 0 && out.contains("built-in"), "{out}");
}
