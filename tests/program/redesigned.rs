//! A site that has changed its pages, mended by its user: nobody is removed wrongly before, exactly one person after, and nothing that
//! does harm is clicked on the way.

use crate::testkit::home::Home;
use crate::testkit::turn::are_all_wanted;
use serde_json::Value;
use unlinked::practice::{FrontEndChoice, Options, Redesign, Site};

const WHO: &str = "martha-quill";

/// From the first run to the removal: gives how many times the user had to point, or what went wrong.
async fn mended(seed: u64, front_end: FrontEndChoice) -> Result<usize, String> {
    let home = Home::new();
    let options = Options { front_end, demo_cast: true, redesign: Some(seed), ..Options::default() };
    let site = Site::start(options).await.unwrap();
    let outcome = by_its_user(&home, &site);
    let state = site.state();
    site.stop().await;
    let times = outcome.map_err(|why| format!("{front_end}, {}: {why}", Redesign::of(seed)))?;
    let removed: Vec<&str> = state.removals.iter().map(|one| one.slug.as_str()).collect();
    if removed != [WHO] || !state.other_actions.is_empty() {
        return Err(format!("{front_end}, seed {seed}: removed {removed:?}, and {:?}", state.other_actions));
    }
    Ok(times)
}

fn by_its_user(home: &Home, site: &Site) -> Result<usize, String> {
    home.write("roster.csv", &format!("url,name\nhttps://www.linkedin.com/in/{WHO}/,Martha Quill\n"));
    let act = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    let learn = ["selectors", "learn", WHO, "--site", site.url()];
    for times in 0..3 {
        let (code, stdout, stderr) = home.run(&act);
        if code == 0 {
            return Ok(times);
        }
        if code != 3 || !stdout.contains("changed_page") || !site.state().removals.is_empty() {
            return Err(format!("the run ended with {code}: {stdout}{stderr}"));
        }
        let (_, told, said) = home.run(&[learn.as_slice(), &["--json"]].concat());
        let pick = told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find(|one| {
            one["event"] == "may_be" && one["place"] == "remove_item" && one["text"] == site.remove_item()
        });
        let Some(pick) = pick else {
            return Err(format!("{} is not listed: {told}{said}\nafter {stdout}", site.remove_item()));
        };
        let pick = format!("remove_item={}", pick["number"]);
        let (code, learned, stderr) = home.run(&[learn.as_slice(), &["--pick", &pick, "--yes"]].concat());
        if code != 0 {
            return Err(format!("learning ended with {code}: {learned}{stderr}"));
        }
        home.run(&["retry", WHO]);
    }
    Err("three times were not enough".to_owned())
}

async fn all_are_mended(front_end: FrontEndChoice, today: &[u64]) {
    let seeds = if are_all_wanted() { (0..12).collect() } else { today.to_vec() };
    let (mut wrong, mut pointed) = (Vec::new(), 0);
    for seed in seeds {
        let outcome = mended(seed, front_end).await;
        println!("{front_end}, {}: pointed {outcome:?} times", Redesign::of(seed));
        match outcome {
            Ok(times) => pointed += times,
            Err(why) => wrong.push(why),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(pointed > 0, "no page was changed so much that anything had to be learned");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_page_that_was_redesigned_is_mended_by_pointing_and_one_person_is_removed() {
    all_are_mended(FrontEndChoice::Ember, &[1, 2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_page_that_was_redesigned_is_mended_by_pointing_and_one_person_is_removed() {
    all_are_mended(FrontEndChoice::Sdui, &[0, 1]).await;
}
