//! `unlinked selectors learn --no-open` as a user runs it: by keys from the questions to the file, from a page and from a run's
//! evidence; and leaving, which writes nothing.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};

use serde_json::Value;
use unlinked::practice::{FrontEndChoice, Options, Site};

use super::{Browser, open};
use crate::testkit::home::Home;
use crate::testkit::practice_texts::texts;

/// The program, serving the page.
struct Serving {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Serving {
    fn start(home: &Home, args: &[&str]) -> Serving {
        let args = [&["selectors", "learn", "--no-open", "--json"], args].concat();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_unlinked"));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("UNLINKED_") && name != "UNLINKED_TEST_MARK")
        {
            command.env_remove(name);
        }
        command
            .current_dir(home.path())
            .env("HOME", home.path())
            .env("XDG_STATE_HOME", home.path().join("state"))
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .args(&args);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["event"], "listening", "{line}");
        let address = line["url"].as_str().unwrap().to_owned();
        Serving { child, lines, address }
    }

    fn code(mut self) -> (i32, Vec<String>) {
        let lines = self.lines.by_ref().map(Result::unwrap).collect();
        (self.child.wait().unwrap().code().unwrap(), lines)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers every place by keys: the one that reads so where it is in `wanted`, else none of these.
async fn answer(browser: &Browser, wanted: &[(&str, &str)]) {
    let count = browser.read("document.querySelectorAll('fieldset').length").await.as_u64().unwrap();
    for nth in 0..count {
        let field = format!("document.querySelectorAll('fieldset')[{nth}]");
        let name = browser.text(&format!("{field}.querySelector('input').name")).await;
        let said = format!(
            "[...{field}.querySelectorAll('.one:not(.none)')].map((one) => one.querySelector('.said').textContent)"
        );
        let said = browser.read(&said).await;
        let text = wanted.iter().find(|(place, _)| *place == name).map(|(_, text)| *text);
        let at = text.map(|text| {
            let at = said.as_array().unwrap().iter().position(|one| one.as_str().unwrap().contains(text));
            at.unwrap_or_else(|| panic!("{name}: no {text} in {said}")) + 1
        });
        browser.tab_to(&format!("pick-{name}-1")).await;
        let key = at.unwrap_or(0).to_string();
        // What is pointed at stands on the picture.
        let on_picture =
            browser.read(&format!("document.querySelector('.mark[data-number=\"{key}\"]') !== null")).await;
        assert!(at.is_none() || on_picture == true, "{name}: {key} is not on the picture");
        browser.press(&[key.as_str()]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keys_alone_from_a_page_in_an_unknown_language_to_the_lines_in_the_files() {
    let home = Home::new();
    let said = texts("xx");
    let front_end = FrontEndChoice::Sdui;
    let options = Options { lang: "xx".to_owned(), front_end, demo_cast: true, ..Options::default() };
    let site = Site::start(options).await.unwrap();
    home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/martha-quill/,Martha Quill\n");
    let locale = home.path().join("config/unlinked/selectors/locales/xx.toml");
    let act = ["run", "roster.csv", "--site", site.url(), "--no-limits", "--yes"];
    let browser = Browser::start().await;
    let page = ["martha-quill", "--site", site.url()];
    let wanted = [("degree", said["first"].as_str()), ("remove_item", &said["remove_item"])];

    // Closed without a word, and left by its button after the change was seen: nothing is written.
    let serving = Serving::start(&home, &page);
    open(&browser, &serving.address).await;
    browser.goto("about:blank").await;
    #[cfg(unix)]
    {
        let asked =
            std::process::Command::new("kill").args(["-INT", &serving.child.id().to_string()]).status();
        assert!(asked.unwrap().success());
        assert_eq!(serving.code().0, 3);
    }
    let serving = Serving::start(&home, &page);
    open(&browser, &serving.address).await;
    answer(&browser, &wanted).await;
    browser.press(&["Enter"]).await;
    browser.until("!document.getElementById('change').hidden").await;
    assert!(!locale.exists(), "nothing is written before it is agreed to");
    browser.read("document.getElementById('leave').click()").await;
    let (code, lines) = serving.code();
    assert_eq!((code, lines), (3, Vec::new()));
    assert!(!home.path().join("config/unlinked/selectors").exists());

    // Agreed to.
    let serving = Serving::start(&home, &page);
    open(&browser, &serving.address).await;
    answer(&browser, &wanted).await;
    browser.press(&["Enter"]).await;
    browser.until("!document.getElementById('change').hidden").await;
    let shown = browser.text("document.querySelector('.diff').textContent").await;
    assert!(shown.contains(&said["remove_item"]), "{shown}");
    browser.tab_to("write").await;
    browser.press(&["Enter"]).await;
    browser.until("document.getElementById('ended').open").await;
    let (code, lines) = serving.code();
    assert!(code == 0 && lines.iter().any(|line| line.contains("locales/xx.toml")), "{code} {lines:?}");
    let written = std::fs::read_to_string(&locale).unwrap();
    assert!(written.contains(&said["first"]) && written.contains(&said["remove_item"]), "{written}");

    // The same from what a run has kept: its dialog, with the picture as it was closed.
    home.run(&act);
    assert!(site.state().removals.is_empty());
    let serving = Serving::start(&home, &[]);
    open(&browser, &serving.address).await;
    browser.picture("pointing-kept").await;
    answer(&browser, &[("confirm", said["remove_list_confirm"].as_str())]).await;
    browser.press(&["Enter"]).await;
    browser.until("!document.getElementById('change').hidden").await;
    // Somebody else changes the file meanwhile: what was agreed to is not what would be written.
    std::fs::write(&locale, format!("{written}\n# mine\n")).unwrap();
    browser.tab_to("write").await;
    browser.press(&["Enter"]).await;
    browser
        .until("document.getElementById('trouble-text').textContent.includes('changed by somebody else')")
        .await;
    assert!(std::fs::read_to_string(&locale).unwrap().ends_with("# mine\n"));
    browser.end().await;
    drop(serving);
    site.stop().await;
}
