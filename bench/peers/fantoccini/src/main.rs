//! The removal of the benchmark in plain fantoccini, as somebody who knows it well would write it: its own `wait()` polled
//! every 50 ms (the default is 250), element clicks, and nothing read twice. Same pages, same checks and the same verification
//! on a fresh load as the other peers; see `bench/run.py`.
//!
//! With `"tool": "floor"` in the job nothing is removed: each person's page is loaded twice, to its load event, with the site's
//! own delays in between. That is what no tool that opens, clicks and verifies can beat. With `"tool": "bare"` it is the least that
//! can be done with trusted clicks ([`bare`]).
//!
//! `peer-fantoccini JOB.json` prints one JSON line for each person.

mod bare;

use std::error::Error;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

type Done<T> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Job {
    site: String,
    front_end: String,
    surface: String,
    people: Vec<Person>,
    chromium: String,
    chromedriver: String,
    phone: String,
    delay_ms: u64,
    stand_ms: u64,
    pictures: Option<String>,
    tool: Tool,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Tool {
    Fantoccini,
    Bare,
    Floor,
}

#[derive(Deserialize)]
struct Person {
    slug: String,
    name: String,
}

#[derive(Deserialize)]
struct Pages {
    path: String,
    card: String,
    name: String,
    degree: String,
    more: What,
    item: What,
    dialog: String,
    confirm: What,
    toast: String,
}

#[derive(Deserialize)]
struct What {
    css: String,
    name: Option<String>,
}

struct Peer {
    client: Client,
    pages: Pages,
    job: Job,
    commands: u64,
}

/// Where an element is looked for.
#[derive(Clone, Copy)]
enum Within<'a> {
    Page,
    Element(&'a Element),
}

impl Peer {
    async fn wait_for(&mut self, locator: Locator<'_>) -> Result<Element, CmdError> {
        // One command where the element is there already; further polls are not counted.
        self.commands += 1;
        let wait = self.client.wait().at_most(Duration::from_secs(15)).every(Duration::from_millis(50));
        wait.for_element(locator).await
    }

    /// Waits for the one visible element, by CSS and, where CSS does not settle it, by its label or text.
    async fn find(&mut self, what: &What, within: Within<'_>) -> Done<Element> {
        let end = Instant::now() + Duration::from_secs(15);
        loop {
            let found = match within {
                Within::Page => self.client.find_all(Locator::Css(&what.css)).await?,
                Within::Element(root) => root.find_all(Locator::Css(&what.css)).await?,
            };
            self.commands += 1;
            for element in found {
                self.commands += 1;
                if let Some(name) = &what.name {
                    let text = element.text().await?;
                    if text.trim() != name {
                        self.commands += 1;
                        if element.attr("aria-label").await?.as_deref() != Some(name) {
                            continue;
                        }
                    }
                }
                self.commands += 1;
                if element.is_displayed().await? {
                    return Ok(element);
                }
            }
            if Instant::now() > end {
                return Err(format!("nothing at {}", what.css).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn press(&mut self, element: &Element) -> Done<()> {
        self.commands += 1;
        Ok(element.click().await?)
    }

    /// Whom the page is about, and the degree that is visible.
    async fn identify(&mut self, person: &Person) -> Done<(Element, String)> {
        let (card, degree) = (self.pages.card.clone(), self.pages.degree.clone());
        let card = self.wait_for(Locator::Css(&card)).await?;
        let name = card.find(Locator::Css(&self.pages.name)).await?.text().await?;
        let path = self.client.current_url().await?.path().to_owned();
        let mut degrees = Vec::new();
        self.commands += 4;
        for element in card.find_all(Locator::XPath(&degree)).await? {
            self.commands += 1;
            // Text that is not visible reads as empty.
            let text = element.text().await?.replace('·', "").trim().to_owned();
            degrees.extend((!text.is_empty()).then_some(text));
        }
        if path != self.address(person)?.path() || name.trim() != person.name || degrees.len() != 1 {
            return Err(format!("{path} shows {name} as {degrees:?}, expected {}", person.slug).into());
        }
        Ok((card, degrees.remove(0)))
    }

    async fn picture(&mut self, person: &Person, when: &str) -> Done<()> {
        if let Some(folder) = &self.job.pictures {
            self.commands += 1;
            let png = self.client.screenshot().await?;
            std::fs::write(format!("{folder}/{}-{when}.png", person.slug), png)?;
        }
        Ok(())
    }

    fn address(&self, person: &Person) -> Done<url::Url> {
        let path = self.pages.path.replace("{slug}", &person.slug);
        Ok(url::Url::parse(&self.job.site)?.join(&path)?)
    }

    async fn open(&mut self, person: &Person) -> Done<()> {
        self.commands += 1;
        Ok(self.client.goto(self.address(person)?.as_str()).await?)
    }

    async fn remove(&mut self, person: &Person) -> Done<()> {
        self.open(person).await?;
        let (card, degree) = self.identify(person).await?;
        if degree != "1st" {
            return Err(format!("{} is {degree}", person.slug).into());
        }
        let (more, item) = (self.pages.more.take(), self.pages.item.take());
        let (dialog, confirm) =
            (What { css: self.pages.dialog.clone(), name: None }, self.pages.confirm.take());
        let button = self.find(&more, Within::Element(&card)).await?;
        self.press(&button).await?;
        let entry = self.find(&item, Within::Page).await?;
        self.picture(person, "before").await?;
        self.press(&entry).await?;
        let opened = self.find(&dialog, Within::Page).await?;
        self.commands += 1;
        let said = opened.text().await?;
        if !said.contains(&person.name) {
            return Err(format!("the dialog is about somebody else: {said}").into());
        }
        let button = self.find(&confirm, Within::Element(&opened)).await?;
        self.press(&button).await?;
        let toast = self.pages.toast.clone();
        self.wait_for(Locator::XPath(&toast)).await?;
        self.open(person).await?;
        let (_, degree) = self.identify(person).await?;
        if degree != "2nd" && degree != "3rd" {
            return Err(format!("{} is still {degree}", person.slug).into());
        }
        let seen = Instant::now();
        self.loaded().await?;
        let stand = Duration::from_millis(self.job.stand_ms);
        tokio::time::sleep(stand.saturating_sub(seen.elapsed())).await;
        if !stand.is_zero() && self.identify(person).await?.1 != degree {
            return Err(format!("{} did not stay {degree}", person.slug).into());
        }
        self.picture(person, "after").await
    }

    async fn loaded(&mut self) -> Done<()> {
        loop {
            self.commands += 1;
            let state = self.client.execute("return document.readyState", Vec::new()).await?;
            if state == "complete" {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn floor(&mut self, person: &Person) -> Done<()> {
        self.open(person).await?;
        tokio::time::sleep(Duration::from_millis(2 * self.job.delay_ms)).await;
        self.open(person).await
    }
}

impl What {
    fn take(&self) -> What {
        What { css: self.css.clone(), name: self.name.clone() }
    }
}

fn capabilities(job: &Job) -> Capabilities {
    let mut args = vec!["--headless", "--window-size=1280,900"];
    if std::env::var("USER").as_deref() == Ok("root") || std::env::var("HOME").as_deref() == Ok("/root") {
        args.push("--no-sandbox");
    }
    let mut chrome = json!({ "args": args, "binary": job.chromium });
    if job.surface == "mobile" {
        let metrics =
            json!({ "width": 390, "height": 844, "pixelRatio": 3.0, "touch": true, "mobile": true });
        chrome["mobileEmulation"] = json!({ "deviceMetrics": metrics, "userAgent": job.phone });
    }
    let mut wanted = Capabilities::new();
    wanted.insert("goog:chromeOptions".to_owned(), chrome);
    let strategy = match job.tool {
        Tool::Floor => "normal",
        Tool::Bare => "none",
        Tool::Fantoccini => "eager",
    };
    wanted.insert("pageLoadStrategy".to_owned(), json!(strategy));
    wanted
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Done<()> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = std::env::args().nth(1).ok_or("which job?")?;
    let mut job: Job = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut all: Value = serde_json::from_slice(&std::fs::read(folder.join("../pages.json"))?)?;
    let pages = serde_json::from_value(all[&job.front_end].take())?;

    let mut driver = tokio::process::Command::new(&job.chromedriver)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(driver.stdout.take().ok_or("no output")?).lines();
    let port = loop {
        let line = lines.next_line().await?.ok_or("the driver ended")?;
        if let Some(port) = line.strip_suffix('.').and_then(|line| line.rsplit_once("on port ")) {
            break port.1.to_owned();
        }
    };
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = ClientBuilder::new(connector)
        .capabilities(capabilities(&job))
        .connect(&format!("http://127.0.0.1:{port}"))
        .await?;

    let people = std::mem::take(&mut job.people);
    let mut peer = Peer { client: client.clone(), pages, job, commands: 0 };
    let mut ended = Ok(());
    for person in &people {
        let (started, before) = (Instant::now(), peer.commands);
        ended = match peer.job.tool {
            Tool::Floor => peer.floor(person).await,
            Tool::Bare => peer.remove_bare(person).await,
            Tool::Fantoccini => peer.remove(person).await,
        };
        if ended.is_err() {
            break;
        }
        let line = json!({
            "event": "person", "slug": person.slug, "outcome": if peer.job.tool == Tool::Floor { "loaded" } else { "removed" },
            "ms": started.elapsed().as_secs_f64() * 1000.0, "commands": peer.commands - before,
        });
        println!("{line}");
    }
    client.close().await?;
    driver.kill().await?;
    ended
}
