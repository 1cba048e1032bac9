//! What a page says is told from what we say: every string of it is marked, and looked for in all that is written of a run. In what is
//! redacted there is no mark at all, and in the rest nothing that a terminal, a page or a spreadsheet would take for its own.

use std::cell::Cell;

use crate::testkit::front;
use crate::testkit::stand::Stand;
use url::Url;

/// How every mark begins. It is a word as a name is, and different at each place.
const MARK: &str = "Quazel";

/// What the page's scripts report as errors, with marks of their own.
const REPORTS: &str = "console.error('Quazelone Quazeltwo\u{202e}\\u001b[31m <b>Quazelthree'); \
    setTimeout(() => { throw new Error('Quazelfour is no contact of Quazelfive'); }, 1);";

/// What of a page is marked.
#[derive(Clone, Copy, PartialEq)]
enum Marked {
    /// All texts but the name, the degree, and what else holds one of these.
    TextsAround(&'static [&'static str]),
    Attributes,
    /// Those that a page's programmers choose.
    Structure,
    /// The same, with nothing left of what they chose.
    Replaced,
    All,
}

const MARKS: [Marked; 6] = [
    Marked::Structure,
    Marked::TextsAround(&["1st", "2nd", "Connect"]),
    Marked::Attributes,
    Marked::TextsAround(&["1st", "2nd", "Connect", "More", "Remove"]),
    Marked::Replaced,
    Marked::All,
];

/// Attributes that lead somewhere or that browsers read: marked, there would be no page.
const LEFT: [&str; 14] = [
    "href", "src", "style", "lang", "charset", "type", "rel", "method", "action", "name", "content", "for",
    "open", "dir",
];

const STRUCTURE: [&str; 3] = ["class", "id", "data-"];

fn mark(nth: &Cell<u32>) -> String {
    let n = nth.replace(nth.get() + 1);
    let letters: String =
        [n / 676, n / 26, n].iter().map(|n| char::from(b'a' + u8::try_from(n % 26).unwrap())).collect();
    format!("{MARK}{letters}")
}

/// The page with its strings marked, in document order.
fn marked(page: &str, what: Marked, name: &str) -> String {
    let nth = Cell::new(0);
    let mut out = String::new();
    let mut rest = page;
    let mut verbatim: Option<&str> = None;
    while let Some(open) = rest.find('<') {
        let (text, from) = rest.split_at(open);
        out.push_str(text);
        let words = text.trim();
        let of_person = name.split(' ').any(|part| words.contains(part));
        let wanted = match what {
            Marked::All => true,
            Marked::TextsAround(kept) => !of_person && !kept.iter().any(|kept| words.contains(kept)),
            Marked::Attributes | Marked::Structure | Marked::Replaced => false,
        };
        if wanted && verbatim.is_none() && words.chars().any(char::is_alphabetic) {
            // What a terminal, a page and a reader would take for more than letters.
            out.push_str(&format!(" {} &lt;b&gt;\u{202e}&#27;[31m", mark(&nth)));
        }
        let end = from.find('>').map_or(from.len(), |end| end + 1);
        let tag = &from[..end];
        let element = tag.trim_start_matches(['<', '/']).split([' ', '>', '\n']).next().unwrap();
        if matches!(element, "script" | "style") {
            verbatim = (!tag.starts_with("</")).then_some(element);
            out.push_str(tag);
        } else if verbatim.is_none() && !matches!(what, Marked::TextsAround(_)) {
            out.push_str(&with_marked_attributes(tag, what, &nth));
        } else {
            out.push_str(tag);
        }
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

fn with_marked_attributes(tag: &str, what: Marked, nth: &Cell<u32>) -> String {
    let mut out = String::new();
    let mut rest = tag;
    while let Some(equals) = rest.find("=\"") {
        let name = rest[..equals].rsplit([' ', '\n']).next().unwrap();
        let Some(length) = rest[equals + 2..].find('"') else { break };
        let end = equals + 2 + length;
        let structural = STRUCTURE.iter().any(|start| name.starts_with(start));
        let is_replaced = what == Marked::Replaced && (structural || name == "aria-label" || name == "role");
        out.push_str(&rest[..if is_replaced { equals + 2 } else { end }]);
        if is_replaced {
            out.push_str(&mark(nth));
        } else if !LEFT.contains(&name)
            && (matches!(what, Marked::Attributes | Marked::All) || structural)
            && length > 0
        {
            out.push_str(&format!(" {}", mark(nth)));
        }
        out.push('"');
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn no_string_of_a_page_is_in_what_is_redacted_and_none_is_more_than_letters_elsewhere() {
    let stand = Stand::new().await;
    let people: Vec<(String, String)> =
        stand.site.state().people.iter().map(|person| (person.slug.clone(), person.name.clone())).collect();
    let site = Url::parse(stand.site.url()).unwrap();
    let front = {
        let people = people.clone();
        front::before(&site, move |path, page| {
            let slug = path.strip_prefix("/in/")?.trim_end_matches('/');
            let index = people.iter().position(|(known, _)| known == slug)?;
            // What its scripts report is the page's word too.
            let page = page.replacen("<head>", &format!("<head><script>{REPORTS}</script>"), 1);
            Some(marked(&page, MARKS[index], &people[index].1))
        })
        .await
    };
    let trimmed = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let roster = stand.site.roster_csv(MARKS.len()).replace(&trimmed(&site), &trimmed(&front));
    std::fs::write(stand.home.path().join("roster.csv"), roster).unwrap();
    std::fs::create_dir_all(stand.home.path().join("unlinked")).unwrap();
    std::fs::write(
        stand.home.path().join("unlinked/config.toml"),
        "[engine]\nlocate_timeout = \"3s\"\nconfirm_grace = \"2s\"\n[evidence]\npictures = false\n[breaker]\nunconfirmed = 90\nchanged_page = 90\nnot_found = 90\nmismatch = 90\n",
    )
    .unwrap();
    let mut outcomes = Vec::new();
    for more in [&["--dry-run"][..], &[]] {
        let args: Vec<&str> = ["--no-limits", "--site", front.as_str()].iter().chain(more).copied().collect();
        let done = stand.start_with(&args).wait().await;
        println!("{more:?}: {:?}", done.people.iter().map(|line| &line["outcome"]).collect::<Vec<_>>());
        outcomes.extend(done.people.iter().map(|line| line["outcome"].to_string()));
        assert!(done.people.len() >= MARKS.len(), "{done:?}\n{}", stand.said());
    }
    // Pages of several kinds came, or the marks were looked for in too little.
    outcomes.sort();
    outcomes.dedup();
    assert!(outcomes.len() >= 3, "{outcomes:?}");

    let mut wrong = Vec::new();
    for run in ["1", "2"] {
        let forms = ["html", "json", "csv", "junit", "markdown"]
            .map(|form| vec!["report", run, "--format", form, "-o", "-"]);
        for args in forms.into_iter().chain([vec!["replay", run]]) {
            let (code, whole, stderr) = stand.command(&args);
            assert_eq!(code, 0, "{args:?}: {stderr}");
            if args.contains(&"json") {
                assert!(whole.matches(MARK).count() > 100, "the marks are where they can be found");
                assert!(
                    whole.contains("Quazelfour is no contact") && whole.contains("Quazelone"),
                    "errors of pages"
                );
            }
            let redacted: Vec<&str> = args.iter().copied().chain(["--redact"]).collect();
            let (code, text, stderr) = stand.command(&redacted);
            assert_eq!(code, 0, "{redacted:?}: {stderr}");
            let around = |text: &str, at: usize| -> String {
                let from = text[..at].char_indices().rev().nth(80).map_or(0, |(from, _)| from);
                text[from..].chars().take(110).collect()
            };
            let (lower, mark) = (text.to_lowercase(), MARK.to_lowercase());
            let found = lower.match_indices(&mark).map(|(at, _)| around(&lower, at));
            wrong.extend(found.map(|found| format!("{redacted:?}: {found:?}")));
            for (what, sign) in [("a command to a terminal", "\u{1b}"), ("a turn of direction", "\u{202e}")] {
                let found = whole.find(sign).map(|at| around(&whole, at));
                wrong.extend(found.map(|found| format!("{args:?}: {what}: {found:?}")));
            }
            let markup = whole.match_indices("<b>").find(|(at, _)| around(&whole, *at).contains(MARK));
            let is_page = args.contains(&"html") || args.contains(&"markdown");
            wrong.extend(
                markup
                    .filter(|_| is_page)
                    .map(|(at, _)| format!("{args:?}: markup: {:?}", around(&whole, at))),
            );
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
    stand.site.stop().await;
}
