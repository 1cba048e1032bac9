//! Who is signed in, on pages in the shapes of the real ones: told by the owner's signs, and by nobody else's.

use std::path::Path;
use std::time::Duration;

use unlinked::domain::{Clock as _, Surface};
use unlinked::engine::{OwnerCheck, check_owner};
use unlinked::ledger::{Ledger, RunId, RunKind, RunStart};
use unlinked::pace::SystemClock;
use url::Url;

use crate::testkit::pages::{HandMade, real_page};

const LIMIT: Duration = Duration::from_millis(2500);

/// What a page of `tests/pages` has otherwise.
type Swaps = &'static [(&'static str, &'static str)];

struct Look {
    what: &'static str,
    /// What `/in/me/` and `/feed/` serve; the profile stands at its own address, and `/in/me/` leads there.
    own: (&'static str, Swaps),
    feed: (&'static str, Swaps),
    /// The owner's slug, or nobody's.
    owner: Option<&'static str>,
}

const SDUI: (&str, Swaps) = ("sdui-profile-own", &[]);
const NOWHERE: (&str, Swaps) = ("", &[]);
const FEED: (&str, Swaps) = ("sdui-feed", &[]);

const OTTOLINE: Option<&str> = Some("ottoline-vex");

const LOOKS: &[Look] = &[
    Look { what: "one's own profile", own: SDUI, feed: NOWHERE, owner: OTTOLINE },
    Look {
        what: "one's own profile on the older front end",
        own: ("ember-profile-own", &[]),
        feed: NOWHERE,
        owner: OTTOLINE,
    },
    Look {
        what: "neither a pen nor a mark: the address alone led there",
        own: (
            "sdui-profile-own",
            &[
                ("?isSelfProfile=true", ""),
                ("/in/ottoline-vex/edit/intro/", "/in/ottoline-vex/details/skills/"),
            ],
        ),
        feed: NOWHERE,
        owner: OTTOLINE,
    },
    Look {
        what: "the page says that it is somebody else's",
        own: ("sdui-profile-own", &[("isSelfProfile=true", "isSelfProfile=false")]),
        feed: FEED,
        owner: None,
    },
    Look {
        what: "somebody else's page, with their own address pasted into the card as they see it",
        own: (
            "sdui-profile-own",
            &[
                ("/in/ottoline-vex/?isSelfProfile=true\"><div><h2>", "/in/ottoline-vex/\"><div><h2>"),
                ("/in/ottoline-vex/edit/intro/", "/in/ottoline-vex/?isSelfProfile=true"),
                ("<p class=\"_p\">Keeper", "<p class=\"_p\">· 2nd</p><p class=\"_p\">Keeper"),
            ],
        ),
        feed: FEED,
        owner: None,
    },
    Look {
        what: "somebody else's page that offers to connect",
        own: (
            "sdui-profile-own",
            &[
                ("?isSelfProfile=true", ""),
                (
                    "<button type=\"button\">Add section</button>",
                    "<a href=\"/preload/custom-invite/?vanityName=ottoline-vex\">Connect</a>",
                ),
            ],
        ),
        feed: FEED,
        owner: None,
    },
    Look {
        what: "the address is one's own, the content still another's",
        own: (
            "sdui-profile-own",
            &[
                ("/in/ottoline-vex/?isSelf", "/in/silas-dunmore/?isSelf"),
                ("/in/ottoline-vex/overlay", "/in/silas-dunmore/overlay"),
                ("/in/ottoline-vex/edit", "/in/silas-dunmore/edit"),
            ],
        ),
        feed: FEED,
        owner: None,
    },
    Look { what: "the feed's card", own: NOWHERE, feed: FEED, owner: OTTOLINE },
    Look {
        what: "the feed's card on the older front end",
        own: NOWHERE,
        feed: ("ember-feed", &[]),
        owner: OTTOLINE,
    },
    Look {
        what: "the feed in another language",
        own: NOWHERE,
        feed: ("sdui-feed", &[("lang=\"en\"", "lang=\"xx\""), ("Sidebar", "Oldalsáv")]),
        owner: OTTOLINE,
    },
    Look {
        what: "the first card leads to two people",
        own: NOWHERE,
        feed: (
            "sdui-feed",
            &[(
                "<a href=\"https://www.linkedin.com/in/ottoline-vex/\"><p class=\"_p\">Keeper",
                "<a href=\"/in/silas-dunmore/\">Silas</a><a href=\"https://www.linkedin.com/in/ottoline-vex/\"><p class=\"_p\">Keeper",
            )],
        ),
        owner: None,
    },
    Look {
        what: "the member's card is not there, and the first is that of somebody to follow",
        own: NOWHERE,
        feed: (
            "sdui-feed",
            &[
                ("<aside aria-label=\"Sidebar\">", "<aside><div></div></aside><div hidden>"),
                ("</a></div></aside>", "</a></div></div>"),
            ],
        ),
        owner: None,
    },
    Look {
        what: "the first card is that of somebody to follow, with as many links",
        own: NOWHERE,
        feed: (
            "sdui-feed",
            &[(
                "Keeper of the tide tables</p></a></div>",
                "Keeper of the tide tables</p></a></div><button>Follow</button>",
            )],
        ),
        owner: None,
    },
    Look { what: "no page tells", own: NOWHERE, feed: NOWHERE, owner: None },
];

/// A page of the outlines as a site serves it: its links lead to the site that serves it.
fn page((name, swaps): (&str, Swaps)) -> String {
    if name.is_empty() {
        return "<meta name=\"como-pk\" content=\"d_flagship3_404\"><h1>This page doesn't exist</h1>"
            .to_owned();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pages/{name}.html"));
    let text = std::fs::read_to_string(path).unwrap();
    swaps.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{name} does not hold {from:?}");
        text.replace(from, to)
    })
}

fn new_ledger(site: &Url) -> (Ledger, RunId) {
    let now = SystemClock.now();
    let ledger = Ledger::open_in_memory(now).unwrap();
    let start = RunStart {
        kind: RunKind::Login,
        roster: None,
        fingerprint: None,
        site: site.to_string(),
        surface: Some(Surface::Desktop),
        route: None,
        selectors: None,
    };
    let run = ledger.begin_run(&start, now).unwrap();
    (ledger, run)
}

#[tokio::test]
async fn the_owner_is_told_by_their_own_signs_and_by_nobody_else_s() {
    let site = HandMade::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut browser = real_page(&site.url, folder.path(), Surface::Desktop).await;
    let mut wrong = Vec::new();
    for look in LOOKS {
        site.page("/in/me/", "to /in/ottoline-vex/");
        site.page("/in/ottoline-vex/", &page(look.own));
        if look.own.0.is_empty() {
            site.page("/in/me/", &page(look.own));
        }
        site.page("/feed/", &page(look.feed));
        let (ledger, run) = new_ledger(&site.url);
        let checked = check_owner(&mut browser, &ledger, run, &site.url, &SystemClock, LIMIT).await.unwrap();
        let found = match &checked {
            OwnerCheck::Same { slug, .. } => Some(slug.as_str().to_owned()),
            _ => None,
        };
        if found.as_deref() != look.owner {
            wrong.push(format!("{}: {checked:?}", look.what));
        }
    }
    let ended = browser.into_session().end().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ended.gone.is_all(), "{ended:?}");
}
