//! `company:` lines against the employer that somebody's own card shows, in a real Chromium: who works there is kept, who works
//! elsewhere is let go, and of whom the card says nothing it cannot be told.

use unlinked::practice::{Options, PersonState, Site};

use super::{Home, flat, removed};

/// Three people: two who work at two companies, and a third who works at neither.
fn three(site: &Site) -> [PersonState; 3] {
    let people = site.state().people;
    let here = people
        .iter()
        .find(|one| one.connected && one.slug.is_ascii() && one.company.chars().all(char::is_alphanumeric))
        .unwrap();
    let mut others = people.iter().filter(|other| {
        other.connected
            && other.slug.is_ascii()
            && other.company != here.company
            && other.roster_name != here.roster_name
    });
    let there = others.next().unwrap();
    let silent = others.find(|other| other.roster_name != there.roster_name).unwrap();
    [here.clone(), there.clone(), silent.clone()]
}

fn home_of(people: &[&PersonState]) -> Home {
    let home = Home::new();
    let rows: String = people
        .iter()
        .map(|person| format!("https://www.linkedin.com/in/{},\"{}\"\n", person.slug, person.roster_name))
        .collect();
    home.write("roster.csv", &format!("url,name\n{rows}"));
    home
}

fn run(home: &Home, site: &Site, more: &[&str]) -> (i32, String, String) {
    let mut args =
        vec!["run", "roster.csv", "--site", site.url(), "--no-limits", "--keep", "keep.txt", "--yes"];
    args.extend(more);
    home.run(&args)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_tells_whom_a_company_line_keeps() {
    for front_end in ["sdui", "ember"] {
        let site = Site::start(Options { people: 20, ..Options::default() }).await.unwrap();
        let [here, there, silent] = three(&site);
        site.set_faults(vec![
            format!("front_end={front_end}").parse().unwrap(),
            format!("no_employer@{}", silent.slug).parse().unwrap(),
        ]);
        let home = home_of(&[&here, &there, &silent]);
        home.write("keep.txt", &format!("company:{}\n", here.company));
        let (code, stdout, stderr) = run(&home, &site, &["--json"]);
        assert_eq!(code, 3, "{front_end}: {stdout}\n{stderr}");
        assert_eq!(removed(&site), std::slice::from_ref(&there.slug), "{front_end}: {stdout}");
        let told = flat(&stderr);
        assert!(
            told.contains("nobody knows the employer of 3 people: their pages are opened to see"),
            "{told}"
        );
        let kept = |slug: &str| {
            let of_them: Vec<_> = stdout
                .lines()
                .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
                .filter(|line| line["slug"] == slug && line["outcome"] == "kept")
                .collect();
            assert_eq!(of_them.len(), 1, "{front_end}, {slug}: {stdout}");
            of_them[0]["detail"].as_str().unwrap().to_owned()
        };
        assert_eq!(kept(&here.slug), "on the keep list, line 1", "{front_end}");
        assert!(kept(&silent.slug).contains("their page names no employer"), "{front_end}");

        // Who was looked at in vain is not looked at again, and is listed with the way out.
        let views = site.state().page_views;
        let (code, _, _) = run(&home, &site, &[]);
        assert_eq!((code, removed(&site).len()), (3, 1), "{front_end}");
        // The page that tells who is signed in, and the one of whom the line keeps for certain by their card.
        assert!(site.state().page_views <= views + 2, "{front_end}");
        let (_, look, _) = home.run(&["status", "--needs-a-look"]);
        assert!(look.contains(&silent.slug) && look.contains("keep release"), "{look}");
        assert_eq!(home.run(&["keep", "release", &silent.slug]).0, 0);
        let (code, stdout, _) = run(&home, &site, &[]);
        assert_eq!(code, 0, "{front_end}: {stdout}");
        assert_eq!(removed(&site), [there.slug.clone(), silent.slug.clone()], "{front_end}: {stdout}");
    }
}

/// What people write of themselves can keep them and never lets them go.
#[tokio::test(flavor = "multi_thread")]
async fn a_headline_keeps_and_never_releases() {
    let site = Site::start(Options { people: 20, ..Options::default() }).await.unwrap();
    let [here, there, _] = three(&site);
    site.set_faults(vec!["no_employer".parse().unwrap()]);
    let home = home_of(&[&here, &there]);
    home.write("keep.txt", &format!("company:{}\n", here.company));
    let (code, stdout, stderr) = run(&home, &site, &["--json"]);
    assert_eq!(code, 3, "{stdout}\n{stderr}");
    assert!(removed(&site).is_empty(), "{stdout}");
    let about = |slug: &str| {
        stdout.lines().find(|line| line.contains(&format!("\"slug\":\"{slug}\""))).unwrap().to_owned()
    };
    assert!(!about(&here.slug).contains("cannot be told"), "{stdout}");
    assert_eq!(stdout.matches("cannot be told").count(), 1, "{stdout}");
}
