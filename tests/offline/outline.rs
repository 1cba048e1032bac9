//! What may be shared of a page: whatever is somebody's, wherever in a page it stands, never comes out.

use std::sync::LazyLock;

use proptest::prelude::*;
use unlinked::saved::{Known, outline, tokens_of};

static KNOWN: LazyLock<Known> = LazyLock::new(Known::built_in);

fn of(html: &str, address: &str) -> String {
    outline(&tokens_of(html).expect("a page"), address, &KNOWN)
}

/// Every place of a page in which something of somebody may stand; `@` stands for it.
const PLACES: &[&str] = &[
    "<p>@</p>",
    "<p>· @</p>",
    "<title>(3) @ | LinkedIn</title>",
    "<button>Message @</button>",
    "<h1 aria-label=\"@\">1st</h1>",
    "<button aria-label=\"Invite @ to connect\">Connect</button>",
    "<button aria-label=\"More actions for @\" title=\"@\"></button>",
    "<img alt=\"@\" src=\"https://media.licdn.com/dms/@/photo.jpg?e=@&v=beta#@\" srcset=\"/a/@.png 2x\">",
    "<img src=\"data:image/png;base64,@\">",
    "<a href=\"/in/@/\">x</a>",
    "<a href=\"https://www.linkedin.com/in/@/overlay/contact-info/?vanityName=@&trk=@\">x</a>",
    "<a href=\"https://@.example/in/@\">x</a>",
    "<a href=\"//user:@@host.example/\">x</a>",
    "<a href=\"mailto:@@mail.example\">x</a>",
    "<a href=\"javascript:say('@')\">x</a>",
    "<a href=\"/search/results/people/?keywords=@\">x</a>",
    "<a href=\"#@\">x</a>",
    "<!-- @ --><p>x</p>",
    "<script>var who = '@';</script><p>x</p>",
    "<script type=\"application/json\">{\"@\":\"@\"}</script>",
    "<style>.@{background:url('/in/@')}</style>",
    "<code id=\"bpr-guid-1\">{\"firstName\":\"@\"}</code>",
    "<noscript><img src=\"/in/@\">@</noscript>",
    "<template shadowrootmode=\"open\"><p aria-label=\"@\">@</p></template>",
    "<div style=\"background:url('/in/@');width:@px;display:@\">x</div>",
    "<div id=\"@\" class=\"card @ _@\" name=\"@\">x</div>",
    "<div componentkey=\"ConnectionCard_0-@\">x</div>",
    "<div componentkey=\"ProfileVerificationTriggerRef-@\" data-test-icon=\"@\" data-member-id=\"@\">x</div>",
    "<div data-@=\"x\" data-urn=\"urn:li:member:@\" data-json='{\"name\":\"@\"}'>x</div>",
    "<div role=\"@\" lang=\"@\" aria-expanded=\"@\" tabindex=\"@\" unknown=\"@\">x</div>",
    "<input type=\"text\" value=\"@\" placeholder=\"@\"><textarea>@</textarea>",
    "<svg><title>@</title><use href=\"/@.svg#@\"></use><text>@</text></svg>",
    "<iframe srcdoc=\"<p>@</p>\" src=\"https://x.example/@\" title=\"@\"></iframe>",
    "<button onclick=\"tell('@')\">x</button>",
    "<meta name=\"description\" content=\"@\"><meta name=\"como-pk\" content=\"@\">",
    "<link rel=\"canonical\" href=\"https://www.linkedin.com/in/@\">",
    "<p>@",
    "<p title='@",
];

/// Names, numbers and addresses as somebody may have them. What is planted in the name of an attribute is left out: names of
/// attributes are written.
fn personal() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{0,3}q[jxz][a-z]{2,8}",
        "[a-z]{1,4}qz[a-z]{3,9}-[0-9a-f]{7}vq",
        "Zo[ëéø]q[a-zà-ü]{3,8}",
        "[А-Я][а-я]{4,9}",
        "[一-龥]{3,5}",
        "[1-9][0-9]{6,11}",
        "ACoAAB[A-Za-z0-9]{4}_[A-Za-z0-9]{9,15}",
    ]
}

fn holds(said: &str, planted: &str) -> bool {
    let low = said.to_lowercase();
    planted
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| piece.chars().count() > 3)
        .any(|piece| low.contains(piece))
}

#[test]
fn nothing_of_anybody_comes_out_of_a_page() {
    proptest!(ProptestConfig::with_cases(400), |(who in personal(), both in personal(), at in 0..PLACES.len())| {
        let place = PLACES[at];
        // The name of an attribute is no value.
        let html = place.replace("data-@", "data-x").replace('@', &who);
        let said = of(&format!("<html lang=en><body>{html}</body></html>"), &format!("/in/{both}/?x={both}#{both}"));
        prop_assert!(!holds(&said, &who), "{place} let {who:?} out:\n{said}");
        prop_assert!(!holds(&said, &both), "the address let {both:?} out:\n{said}");
    });
}

#[test]
fn nothing_of_anybody_comes_out_of_a_page_that_has_it_everywhere() {
    proptest!(ProptestConfig::with_cases(60), |(who in personal())| {
        let html: String = PLACES.iter().map(|place| place.replace("data-@", "data-x").replace('@', &who)).collect();
        let said = of(&html, "/in/somebody/");
        prop_assert!(!holds(&said, &who), "{who:?} came out:\n{said}");
    });
}

#[test]
fn what_a_selector_goes_by_stays() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/sdui-profile-1st.html"))
            .unwrap();
    let said = of(&page, "/in/nerys-elphick-0a1/");
    for kept in [
        "/in/*/ -->",
        "<main id=\"workspace\" tabindex=\"0\">",
        "data-sdui-screen=\"com.linkedin.sdui.flagshipnav.profile.Profile\"",
        "data-testid=\"typeahead-input\"",
        "Topcard\"",
        "<svg",
        "id=\"overflow-web-ios-small\"",
        "aria-label=\"Invite {name} to connect\"",
        "· 1st",
        "aria-expanded=\"false\"",
        "role=\"menuitem\"",
        "href=\"/in/*/overlay/contact-info/\"",
    ] {
        assert!(said.contains(kept), "{kept:?} is not in\n{said}");
    }
    for gone in ["Nerys", "elphick", "Silas", "Kilnhouse", "kiln", "ACoAAA", "Glass"] {
        assert!(!said.contains(gone), "{gone:?} is in\n{said}");
    }
}

#[test]
fn an_outline_is_the_tree_that_it_was_made_from() {
    let said = of("<div><a href=/in/a/><a href=/in/b/>x</a></a><br></div>", "/");
    let shape: Vec<&str> = said.lines().skip(1).map(str::trim).collect();
    assert_eq!(
        shape,
        [
            "<div>",
            "<a href=\"/in/*/\">",
            "<a href=\"/in/*/\">",
            "{word}",
            "</a>",
            "</a>",
            "<br>",
            "</br>",
            "</div>"
        ]
    );
}
