//! Pages in the shapes that real ones have, put together from files as they were written, and what the selector files find on them.

use std::path::{Path, PathBuf};

use crate::testkit::pages::real_page;
use unlinked::browser::{LocatorSeen, Page, Reading};
use unlinked::domain::Surface;
use unlinked::saved::{Blank, Saved};

/// A page, its address, and how many elements each locator fits; of what is searched in rows, in how many of how many.
struct Shape {
    file: &'static str,
    path: &'static str,
    fits: &'static [(&'static str, usize, Option<usize>)],
}

const SHAPES: &[Shape] = &[
    Shape {
        file: "sdui-profile-1st",
        path: "/in/nerys-elphick-0a1/",
        fits: &[
            ("top_card", 1, None),
            ("name", 1, None),
            ("profile_link", 1, None),
            ("more", 1, None),
            ("connect", 0, None),
            ("pending", 0, None),
            ("name_filter", 0, None),
            ("list", 0, None),
            ("confirm_button", 0, None),
            ("menu", 0, None),
        ],
    },
    Shape {
        file: "sdui-profile-2nd-pending",
        path: "/in/silas-dunmore/",
        fits: &[
            ("top_card", 1, None),
            ("name", 1, None),
            ("pending", 1, None),
            ("more", 1, None),
            ("connect", 0, None),
            ("own_profile", 0, None),
            ("not_own_profile", 1, None),
        ],
    },
    Shape {
        file: "sdui-profile-own",
        path: "/in/ottoline-vex/",
        fits: &[
            ("top_card", 1, None),
            ("name", 1, None),
            ("own_profile", 1, None),
            ("not_own_profile", 0, None),
            ("connect", 0, None),
            ("pending", 0, None),
            ("feed_owner", 0, None),
        ],
    },
    Shape {
        file: "sdui-feed",
        path: "/feed/",
        fits: &[("feed_owner", 5, None), ("top_card", 0, None), ("list", 0, None), ("own_profile", 0, None)],
    },
    Shape {
        file: "ember-profile-own",
        path: "/in/ottoline-vex/",
        fits: &[
            ("top_card", 1, None),
            ("name", 1, None),
            ("own_profile", 1, None),
            ("not_own_profile", 0, None),
            ("connect", 0, None),
        ],
    },
    Shape {
        file: "ember-feed",
        path: "/feed/",
        fits: &[("feed_owner", 1, None), ("top_card", 0, None), ("own_profile", 0, None)],
    },
    Shape {
        file: "ember-profile-1st",
        path: "/in/nerys-elphick-0a1/",
        fits: &[
            ("top_card", 1, None),
            ("name", 1, None),
            ("profile_link", 1, None),
            ("more", 1, None),
            ("remove_item", 0, None),
            ("confirm_button", 0, None),
            ("toast", 0, None),
        ],
    },
    Shape {
        file: "sdui-connections",
        path: "/mynetwork/invite-connect/connections/",
        fits: &[
            ("list", 1, None),
            ("row", 2, None),
            ("row_link", 2, Some(2)),
            ("row_name", 2, Some(2)),
            ("row_more", 2, Some(2)),
            ("name_filter", 1, None),
            ("list_total", 1, None),
            ("top_card", 0, None),
        ],
    },
    Shape {
        file: "sdui-search",
        path: "/search/results/people/",
        fits: &[
            ("list", 1, None),
            ("row", 2, None),
            ("row_link", 2, Some(2)),
            ("row_name", 2, Some(2)),
            ("list_more", 1, None),
            ("name_filter", 0, None),
        ],
    },
    Shape {
        file: "sdui-sent-invitations",
        path: "/mynetwork/invitation-manager/sent/",
        fits: &[("list", 1, None), ("row", 2, None), ("row_link", 2, Some(2)), ("row_name", 2, Some(2))],
    },
];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pages/{name}.html"))
}

fn seen<'a>(all: &'a [LocatorSeen], name: &str) -> &'a LocatorSeen {
    all.iter().find(|locator| locator.locator == name).unwrap()
}

#[tokio::test]
async fn on_pages_in_the_shapes_of_real_ones_each_locator_fits_what_it_should() {
    let blank = Blank::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&blank.site, folder.path(), Surface::Desktop).await;
    let mut wrong = Vec::new();
    for shape in SHAPES {
        page.open(shape.path).await.unwrap();
        page.probe().await.unwrap();
        let saved = Saved::read(&file(shape.file)).unwrap();
        assert!(page.rebuild(&saved).await.unwrap(), "{}: its styles are there", shape.file);
        let all = page.probe().await.unwrap();
        for (name, count, rows) in shape.fits {
            let found = seen(&all, name);
            if (found.count, found.rows) != (*count, *rows) {
                wrong.push(format!("{}: {name}: {found:?}", shape.file));
            }
        }
    }
    let ended = page.into_session().end().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ended.gone.is_all(), "{ended:?}");
}

#[tokio::test]
async fn a_saved_page_is_put_together_as_it_was_written_and_loads_nothing() {
    let blank = Blank::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut page = real_page(&blank.site, folder.path(), Surface::Desktop).await;
    page.open("/in/nerys-elphick-0a1/").await.unwrap();
    page.probe().await.unwrap();
    let text = std::fs::read_to_string(file("sdui-profile-1st")).unwrap();
    // A link in a link, an element with a shadow root, things that would load or run.
    let text = text.replace("<div id=\"interop-outlet\" data-testid=\"interop-shadowdom\"></div>", "<div id=\"host\"><template shadowrootmode=\"open\"><p id=\"deep\">x</p></template></div><a id=\"outer\" href=\"/in/a/\"><a id=\"inner\" href=\"/in/b/\">b</a></a><img src=\"https://portal.example/a.png\"><script>document.title = 'ran'</script><p onclick=\"document.title = 'ran'\">p</p><meta http-equiv=\"refresh\" content=\"0;url=https://portal.example/\">");
    let path = folder.path().join("page.html");
    std::fs::write(&path, text.replace("<style>", "<style data-kept>")).unwrap();
    let saved = Saved::read(&path).unwrap();
    page.rebuild(&saved).await.unwrap();
    let asked = "return [document.getElementById('inner').parentElement.id, document.getElementById('host').shadowRoot.querySelector('#deep').textContent, document.title.includes('Nerys'), location.host, performance.getEntriesByType('resource').filter((e) => e.name.includes('portal.example') && e.responseStatus).length]";
    let told = page.session().script(asked, Vec::new(), crate::testkit::browser::LIMIT).await.done().unwrap();
    let host = blank.site.authority().to_owned();
    assert_eq!(told, serde_json::json!(["outer", "x", true, host, 0]));
    let sight = page.read(Reading::Person, crate::testkit::browser::LIMIT).await.unwrap();
    assert_eq!(sight.profile.map(|profile| profile.name), Some("Nerys Elphick 🪴".into()));

    // Without its styles two degrees and two buttons are to be seen: that is told.
    let bare = text.split_once("<style>").unwrap();
    let bare = format!("{}{}", bare.0, bare.1.split_once("</style>").unwrap().1);
    std::fs::write(&path, bare).unwrap();
    page.open("/in/nerys-elphick-0a1/").await.unwrap();
    page.probe().await.unwrap();
    assert!(!page.rebuild(&Saved::read(&path).unwrap()).await.unwrap());
    let ended = page.into_session().end().await;
    assert!(ended.gone.is_all(), "{ended:?}");
}

#[test]
fn every_page_says_what_it_has_the_shape_of() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for word in
            ["<!-- kind: ", " date: 20", " section: ui-evidence", "All people and texts are invented."]
        {
            assert!(text.contains(word), "{} does not say {word:?}", path.display());
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(SHAPES.iter().any(|shape| shape.file == name), "nothing tries {name}");
        found += 1;
    }
    assert_eq!(found, SHAPES.len());
}
