//! Pages made by hand that no practice site serves: other hashes, orders and languages, look-alike people, other people's buttons
//! where the person's own are looked for. Ada Brandt (`/in/ada-brandt/`) is to be removed and nobody else.
#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing helper fails its test")]

use unlinked::domain::Outcome;

use super::crew::Came;

/// One such page.
pub struct Foreign {
    pub name: &'static str,
    pub what: &'static str,
    pub front_end: &'static str,
    pub came: Came,
    /// Whether the person is sought in the list of connections.
    pub in_list: bool,
    /// The page before and after Ada was removed.
    pub page: fn(bool) -> String,
}

const fn profile(
    name: &'static str,
    front_end: &'static str,
    what: &'static str,
    outcome: Outcome,
    page: fn(bool) -> String,
) -> Foreign {
    Foreign { name, what, front_end, came: Came::Outcome(outcome), in_list: false, page }
}

const fn list(name: &'static str, what: &'static str, outcome: Outcome, page: fn(bool) -> String) -> Foreign {
    Foreign { name, what, front_end: "SDUI list", came: Came::Outcome(outcome), in_list: true, page }
}

/// The page with one thing changed, which must be there.
fn with(page: String, from: &str, to: &str) -> String {
    assert!(page.contains(from), "the page does not hold {from:?}");
    page.replace(from, to)
}

const STYLE: &str = "<style>body{margin:0;font:15px sans-serif}.q-menu{display:none;border:1px solid}.q-open>.q-menu{display:block}.q-vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.q-hide{display:none}.q-ask{position:fixed;left:100px;top:100px;width:400px;background:#fff;border:2px solid;z-index:9}[role=menu]{position:absolute;background:#fff;border:1px solid;width:220px}[role=menuitem]{padding:8px}</style>";

const SCRIPT: &str = r#"<script>
const removed = (who) => fetch('/removed/' + who, { method: 'POST' });
const names = { ada: 'Ada Brandt', otto: 'Otto Wirth', twin: 'Ada Brandt' };
let question = (who) => `Are you sure you want to remove ${names[who]} as a connection?`;
let ask = (who) => {
  const box = document.createElement('div');
  box.className = 'q-ask'; box.setAttribute('role', 'alertdialog');
  box.innerHTML = `<h2>Remove Connection</h2><p>${question(who)}</p><button class="q-no">Cancel</button><button class="q-yes">Remove</button>`;
  box.querySelector('.q-no').onclick = () => box.remove();
  box.querySelector('.q-yes').onclick = () => { box.remove(); removed(who); };
  document.body.append(box);
};
let toggle = (button) => {
  const open = button.parentElement.classList.toggle('q-open');
  button.setAttribute('aria-expanded', open);
};
let portal = (button, who) => {
  document.querySelectorAll('[role=menu]').forEach((menu) => menu.remove());
  const menu = document.createElement('div');
  menu.setAttribute('role', 'menu');
  const box = button.getBoundingClientRect();
  menu.style.left = box.left + 'px'; menu.style.top = box.bottom + scrollY + 4 + 'px';
  menu.innerHTML = `<div role="menuitem" tabindex="0"><p>Send profile in a message</p></div><div role="menuitem" tabindex="0" class="q-r"><p>Remove Connection</p></div>`;
  menu.querySelector('.q-r').onclick = () => { menu.remove(); button.setAttribute('aria-expanded', 'false'); ask(who); };
  document.body.append(menu);
  button.setAttribute('aria-expanded', 'true');
};
</script>"#;

const OTTO: &str = r#"<li><a href="/in/otto-wirth/">Otto Wirth</a> <span>2nd</span> <button onclick="fetch('/other/connect', {method: 'POST'})">Connect</button></li>"#;

/// An Ember profile in the shape of ui-evidence 1a with classes of its own.
fn ember(connected: bool) -> String {
    let (short, long) =
        if connected { ("1st", "1st degree connection") } else { ("2nd", "2nd degree connection") };
    format!(
        r##"<!doctype html><html lang="en"><head><title>(3) Ada Brandt | LinkedIn</title>{STYLE}</head><body class="ember-application q81 zz">
<section class="q-hide"><button id="ember7-profile-overflow-action" aria-label="More actions">More</button></section>
<main class="q1x"><section data-member-id="4711" class="v0k2"><!--top-->
<a href="/in/ada-brandt/overlay/about-this-profile/" aria-label="Ada Brandt"><h1 class="k9">Ada Brandt</h1></a>
<span class="distance-badge"><span class="q-vh">{long}</span><span class="dist-value" aria-hidden="true"> {short} </span></span>
<div class="u7">Potter at Mudworks</div><div class="b3"><button>Message</button>
<div class="dd0"><button id="ember33-profile-overflow-action" aria-label="More actions" aria-expanded="false" onclick="toggle(this)"><span>More</span></button>
<div class="q-menu"><ul><li><div role="button" tabindex="0"><svg data-test-icon="share-linkedin-medium" width="16" height="16"></svg><span>Send profile in a message</span></div></li>
<li><div role="button" tabindex="0" id="item" aria-label="Remove your connection to Ada Brandt" onclick="toggle(document.querySelector('#ember33-profile-overflow-action'));ask('ada')"><svg data-test-icon="remove-connection-medium" width="16" height="16"></svg><span class="it">Remove Connection</span></div></li>
<li><div role="button" tabindex="0"><span>Report / Block</span></div></li></ul></div></div></div><!--end-->
</section><!--below--><aside><h2>People also viewed</h2><ul>{OTTO}</ul></aside></main><footer><a href="#">More</a></footer>{SCRIPT}</body></html>"##
    )
}

/// An SDUI profile in the shape of ui-evidence 1c with classes of its own.
fn sdui(connected: bool) -> String {
    let degree = if connected { "1st" } else { "2nd" };
    format!(
        r##"<!doctype html><html lang="en"><head><title>Ada Brandt | LinkedIn</title>{STYLE}</head><body data-rehydrated="true"><div id="root">
<div data-sdui-screen="com.linkedin.sdui.flagshipnav.profile.Profile"><main id="workspace" tabindex="-1" class="_a1 _b2"><div data-testid="lazy-column">
<div componentkey="com.linkedin.sdui.profile.card.refQ1Topcard"><section class="_c3"><!--top-->
<a tabindex="0" href="https://www.linkedin.com/in/ada-brandt/"><div><h2>Ada Brandt</h2></div></a>
<p class="_d4">· {degree}</p><div class="q-hide"><p class="_d4">· 3rd</p></div><p>Potter at Mudworks</p>
<div class="q-hide"><button aria-label="More" aria-expanded="false"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div>
<div class="_e5"><a href="/messaging/compose/?recipient=Q1">Message</a>
<button type="button" aria-label="More" aria-expanded="false" onclick="portal(this, 'ada')"><span><svg id="overflow-web-ios-small" width="16" height="16"></svg></span></button></div><!--end-->
</section></div><!--below--><aside><p>People also viewed</p><ul>{OTTO}</ul></aside></div></main></div></div>
<dialog><header id="dialog-header"><h2>Ad Options</h2></header><button>Remove</button></dialog><footer><a href="#">More</a></footer>{SCRIPT}</body></html>"##
    )
}

/// My Network, Connections in the shape of ui-evidence 2. The filter answers at once.
fn connections(connected: bool, rows: &[(&str, &str, &str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .filter(|row| connected || row.0 != "ada-brandt")
        .map(|(slug, name, who, more)| {
            format!(
                r##"<div class="_r"><div componentkey="auto-component-{slug}" data-name="{name}"><a href="/in/{slug}/"><figure></figure></a>
<a href="/in/{slug}/"><div><p>{name}</p><p>Potter</p></div></a>{more}
<button aria-label="More actions for {name}" aria-expanded="false" onclick="portal(this, '{who}')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div></div>"##
            )
        })
        .collect();
    let total = if connected { 41 } else { 40 };
    format!(
        r##"<!doctype html><html lang="en"><head><title>Connections</title>{STYLE}</head><body><div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.Connections">
<main id="workspace"><section><section><div componentkey="ConnectionsPage_ConnectionsListHeader"><p>{total} connections</p>
<input data-testid="typeahead-input" placeholder="Search by name" oninput="filter(this.value)"></div>
<div componentkey="ConnectionsPage_ConnectionsList"><div data-testid="lazy-column" componentkey="ConnectionsPage_ConnectionsList">{rows}
<div class="_r"><div componentkey="auto-component-zz" data-name="Otto Wirth"><a href="/in/otto-wirth/"><div><p>Otto Wirth</p><p>Baker</p></div></a><button aria-label="More actions for Otto Wirth" aria-expanded="false" onclick="portal(this, 'otto')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div></div>
</div></div></section></section></main></div>{SCRIPT}<script>
let filter = (typed) => {{ for (const row of document.querySelectorAll('[componentkey^=auto]')) row.parentElement.hidden = !row.dataset.name.toLowerCase().includes(typed.toLowerCase()); }};
</script></body></html>"##
    )
}

const ADA: (&str, &str, &str, &str) = ("ada-brandt", "Ada Brandt", "ada", "");

use Outcome::{Ambiguous, ChangedPage, Mismatch, NotConnected, NotFound, Removed, Unconfirmed};

pub const FOREIGN: &[Foreign] = &[
    profile("foreign_ember", "Ember", "other hashed classes", Removed, ember),
    profile("foreign_sdui", "SDUI", "other hashed classes", Removed, sdui),
    profile("foreign_regional_language", "Ember", "`lang=\"en-GB\"`", Removed, |c| {
        with(ember(c), "lang=\"en\"", "lang=\"en-GB\"")
    }),
    profile("foreign_no_language", "SDUI", "no `lang` at all: read as English", Removed, |c| {
        with(sdui(c), " lang=\"en\"", "")
    }),
    profile(
        "foreign_unknown_language",
        "Ember",
        "a language without texts, its degree in the shape of another language",
        ChangedPage,
        |c| with(ember(c), "lang=\"en\"", "lang=\"ja\""),
    ),
    profile(
        "foreign_language_that_is_not_the_page_s",
        "SDUI",
        "`lang` says Polish, the texts are English",
        ChangedPage,
        |c| with(sdui(c), "lang=\"en\"", "lang=\"pl\""),
    ),
    profile(
        "foreign_texts_in_pieces",
        "SDUI",
        "name, degree and item are split over several elements",
        Removed,
        |c| {
            let page =
                with(sdui(c), "<h2>Ada Brandt</h2>", "<h2><span>Ada</span> <span>Bra<b>ndt</b></span></h2>");
            with(
                page,
                "<p>Remove Connection</p>",
                "<p><span>Remove</span> <span>Connec<i>tion</i></span></p>",
            )
        },
    ),
    profile(
        "foreign_invisible_marks",
        "Ember",
        "soft hyphens, zero-width and no-break spaces in name and item",
        Removed,
        |c| {
            let page = with(ember(c), ">Ada Brandt</h1>", ">Ada\u{a0}Bran\u{ad}dt\u{200b}</h1>");
            with(page, ">Remove Connection</span>", ">Remove\u{a0}Connec\u{200b}tion</span>")
        },
    ),
    profile("foreign_other_order", "Ember", "actions before the name", Removed, |c| {
        let page = ember(c);
        let start = page.find("<div class=\"b3\">").unwrap();
        let end = page.find("<!--end-->").unwrap();
        let actions = page[start..end].to_owned();
        with(page.replace(&actions, ""), "<!--top-->", &actions)
    }),
    profile("foreign_name_with_a_badge", "Ember", "more than the name in the heading", Mismatch, |c| {
        with(ember(c), ">Ada Brandt</h1>", ">Ada Brandt <span>Verified</span></h1>")
    }),
    profile("foreign_longer_name", "SDUI", "somebody with a longer name at that address", Mismatch, |c| {
        with(sdui(c), "<h2>Ada Brandt</h2>", "<h2>Ada Maria Brandt</h2>")
    }),
    profile(
        "foreign_card_of_another",
        "Ember",
        "the card leads to somebody else with the same name",
        Mismatch,
        |c| with(ember(c), "/in/ada-brandt/overlay/", "/in/ada-brandt-2/overlay/"),
    ),
    profile("foreign_card_without_a_link", "Ember", "the card leads nowhere", ChangedPage, |c| {
        with(ember(c), "href=\"/in/ada-brandt/overlay/about-this-profile/\"", "href=\"#\"")
    }),
    profile(
        "foreign_two_top_cards",
        "Ember",
        "two cards of the same shape, both visible",
        ChangedPage,
        |c| {
            with(
                ember(c),
                "<!--below-->",
                "<section data-member-id=\"12\"><a href=\"/in/otto-wirth/overlay/about-this-profile/\"><h1>Otto Wirth</h1></a></section>",
            )
        },
    ),
    profile("foreign_no_top_card", "Ember", "the card has another shape", ChangedPage, |c| {
        with(ember(c), "data-member-id=\"4711\"", "data-person=\"4711\"")
    }),
    profile("foreign_two_headings", "SDUI", "two names in the card", ChangedPage, |c| {
        with(sdui(c), "<!--end-->", "<a href=\"/in/otto-wirth/\"><h2>Otto Wirth</h2></a>")
    }),
    profile(
        "foreign_other_card_inside",
        "Ember",
        "another person's card with its own overflow button inside of the card, which is passed over",
        Removed,
        |c| {
            with(
                ember(c),
                "<!--end-->",
                "<div><a href=\"/in/otto-wirth/\">Otto Wirth</a><div class=\"dd9\"><button id=\"ember44-profile-overflow-action\" aria-label=\"More actions\" aria-expanded=\"false\" onclick=\"toggle(this)\">More</button><div class=\"q-menu\"><div role=\"button\" onclick=\"ask('otto')\"><svg data-test-icon=\"remove-connection-medium\" width=\"16\" height=\"16\"></svg>Remove Connection</div></div></div></div>",
            )
        },
    ),
    profile(
        "foreign_open_menu_inside",
        "Ember",
        "another person's menu is open inside of the card, and the person's own does not open",
        ChangedPage,
        |c| {
            let page = with(
                ember(c),
                "<!--end-->",
                "<div>Otto Wirth<div class=\"q-open\"><div class=\"q-menu\"><div role=\"button\" onclick=\"ask('otto')\"><svg data-test-icon=\"remove-connection-medium\" width=\"16\" height=\"16\"></svg><span>Remove Connection</span></div></div></div></div>",
            );
            with(page, "aria-expanded=\"false\" onclick=\"toggle(this)\"", "aria-expanded=\"false\"")
        },
    ),
    profile(
        "foreign_open_menu_inside_and_own",
        "Ember",
        "another person's menu is open inside of the card, and the person's own opens too",
        ChangedPage,
        |c| {
            with(
                ember(c),
                "<!--end-->",
                "<div>Otto Wirth<div class=\"q-open\"><div class=\"q-menu\"><div role=\"button\" onclick=\"ask('otto')\"><svg data-test-icon=\"remove-connection-medium\" width=\"16\" height=\"16\"></svg><span>Remove Connection</span></div></div></div></div>",
            )
        },
    ),
    profile(
        "foreign_open_menu_beside",
        "SDUI",
        "another person's menu is open elsewhere on the page",
        Removed,
        |c| {
            let page = with(
                sdui(c),
                "<!--below-->",
                "<div role=\"menu\" id=\"theirs\" style=\"left:700px;top:400px\"><div role=\"menuitem\" onclick=\"ask('otto')\"><p>Remove Connection</p></div></div>",
            );
            with(page, "document.querySelectorAll('[role=menu]').forEach((menu) => menu.remove());", "")
        },
    ),
    profile(
        "foreign_only_their_menu",
        "SDUI",
        "another person's menu is open, the person's own does not open",
        ChangedPage,
        |c| {
            let page = with(
                sdui(c),
                "<!--below-->",
                "<div role=\"menu\" style=\"left:700px;top:400px\"><div role=\"menuitem\" onclick=\"ask('otto')\"><p>Remove Connection</p></div></div>",
            );
            with(page, "onclick=\"portal(this, 'ada')\"", "")
        },
    ),
    profile(
        "foreign_menu_of_the_wrong_person",
        "SDUI",
        "the menu that opens removes somebody else, and its dialog says so",
        Mismatch,
        |c| with(sdui(c), "portal(this, 'ada')", "portal(this, 'otto')"),
    ),
    profile(
        "foreign_same_cards_below",
        "SDUI",
        "a card of the same name with its own buttons further down",
        Removed,
        |c| {
            with(
                sdui(c),
                "<!--below-->",
                "<div componentkey=\"card\"><a href=\"/in/ada-brandt-2/\"><h2>Ada Brandt</h2></a><p>· 1st</p><button aria-label=\"More\" aria-expanded=\"false\" onclick=\"portal(this, 'twin')\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div>",
            )
        },
    ),
    profile(
        "foreign_visible_sticky_header",
        "Ember",
        "the sticky header with the same button is visible",
        Removed,
        |c| with(ember(c), "<section class=\"q-hide\">", "<section>"),
    ),
    profile("foreign_message_only", "SDUI", "2nd degree with a Message button first", NotConnected, |_| {
        sdui(false)
    }),
    profile(
        "foreign_connect_beside_first",
        "Ember",
        "a 1st degree, and Connect offered in the card",
        ChangedPage,
        |c| {
            with(
                ember(c),
                "<!--end-->",
                "<a href=\"/preload/custom-invite/?vanityName=ada-brandt\">Connect</a>",
            )
        },
    ),
    profile("foreign_both_degrees", "SDUI", "the other degree is visible too", ChangedPage, |c| {
        with(
            sdui(c),
            "<div class=\"q-hide\"><p class=\"_d4\">· 3rd</p></div>",
            "<div><p class=\"_d4\">· 3rd</p></div>",
        )
    }),
    profile(
        "foreign_degree_in_a_headline",
        "SDUI",
        "the headline says \"1st\", the degree is gone",
        NotConnected,
        |_| with(sdui(false), "<p>Potter at Mudworks</p>", "<p>1st in everything</p>"),
    ),
    profile(
        "foreign_decoy_in_the_headline",
        "Ember",
        "a button in the card that says \"Remove Connection\" and is none",
        Removed,
        |c| {
            with(
                ember(c),
                "Potter at Mudworks",
                "<button onclick=\"fetch('/removed/otto', {method: 'POST'})\">Remove Connection</button>",
            )
        },
    ),
    profile(
        "foreign_icon_on_another_item",
        "Ember",
        "the icon of the remove item on the item that unfollows",
        ChangedPage,
        |c| with(ember(c), "class=\"it\">Remove Connection<", "class=\"it\">Unfollow<"),
    ),
    profile("foreign_item_does_two_things", "SDUI", "another control inside of the item", ChangedPage, |c| {
        with(
            sdui(c),
            "<p>Remove Connection</p>",
            "<p>Remove <button style=\"width:190px;height:30px\" onclick=\"event.stopPropagation();removed('otto')\">Connection</button></p>",
        )
    }),
    profile("foreign_no_item", "SDUI", "other wording in the menu", ChangedPage, |c| {
        with(sdui(c), "<p>Remove Connection</p>", "<p>Remove Follower</p>")
    }),
    profile(
        "foreign_own_kind_of_dialog",
        "Ember",
        "the dialog's button says something else",
        Unconfirmed,
        |c| {
            with(
                ember(c),
                "<button class=\"q-yes\">Remove</button>",
                "<button class=\"q-yes\">Yes, do it</button>",
            )
        },
    ),
    profile(
        "foreign_dialog_with_two_buttons",
        "Ember",
        "two buttons of the dialog say Remove",
        Unconfirmed,
        |c| {
            with(
                ember(c),
                "<button class=\"q-yes\">Remove</button>",
                "<button class=\"q-yes\">Remove</button><button onclick=\"removed('otto')\">Remove</button>",
            )
        },
    ),
    profile(
        "foreign_dialog_open_before",
        "SDUI",
        "a dialog that asks to remove a picture is open already",
        Unconfirmed,
        |c| {
            let page = with(sdui(c), "<dialog>", "<dialog open style=\"position:fixed;top:500px;margin:0\">");
            with(page, "let ask = (who) => {", "let ask = (who) => { return;")
        },
    ),
    profile(
        "foreign_dialog_about_a_longer_name",
        "Ember",
        "the dialog asks about somebody whose name begins the same",
        Mismatch,
        |c| with(ember(c), "${names[who]} as a", "Ada Brandt Ellison as a"),
    ),
    profile("foreign_dialog_with_first_name", "SDUI", "the dialog says the first name only", Removed, |c| {
        with(sdui(c), "${names[who]} as a", "Ada as a")
    }),
    profile(
        "foreign_turns_in_the_menu",
        "SDUI",
        "opening the menu turns the page to somebody else",
        Mismatch,
        |c| {
            with(
                sdui(c),
                "portal(this, 'ada')\"",
                "portal(this, 'otto');document.querySelector('h2').textContent='Otto Wirth'\"",
            )
        },
    ),
    profile("foreign_covered_item", "Ember", "something unseen lies over the item", ChangedPage, |c| {
        with(
            ember(c),
            "<footer>",
            "<div style=\"position:fixed;inset:0;z-index:99;pointer-events:none\"></div><script>setTimeout(() => { const veil = document.createElement('div'); veil.style = 'position:fixed;inset:0;z-index:99'; document.querySelector('#ember33-profile-overflow-action').addEventListener('click', () => document.body.append(veil)); })</script><footer>",
        )
    }),
    profile(
        "foreign_words_of_a_stop_sign",
        "Ember",
        "the profile speaks of security checks and of being restricted",
        Removed,
        |c| {
            with(
                ember(c),
                "Potter at Mudworks",
                "Let's do a quick security check: your account has been restricted, too many requests",
            )
        },
    ),
    list("foreign_row", "one row of that name", Removed, |c| connections(c, &[ADA])),
    list("foreign_row_with_a_namesake", "two rows of that name, told apart by the slug", Removed, |c| {
        connections(c, &[("ada-brandt-2", "Ada Brandt", "twin", ""), ADA])
    }),
    list("foreign_row_prefix", "only somebody whose slug begins the same", NotFound, |c| {
        connections(c, &[("ada-brandt-02b90545", "Ada Brandt", "twin", "")])
    }),
    list("foreign_row_longer_name", "the slug, with a longer name", Mismatch, |c| {
        connections(c, &[("ada-brandt", "Ada Brandt Ellison", "ada", "")])
    }),
    list("foreign_row_twice", "the slug stands in two rows", Ambiguous, |c| connections(c, &[ADA, ADA])),
    list("foreign_row_of_two", "a row that leads to two people", NotFound, |c| {
        connections(
            c,
            &[("ada-brandt", "Ada Brandt", "ada", "<a href=\"/in/otto-wirth/\"><p>Otto Wirth</p></a>")],
        )
    }),
    list(
        "foreign_row_menu_of_another",
        "the row's menu removes somebody else, and its dialog says so",
        Mismatch,
        |c| connections(c, &[("ada-brandt", "Ada Brandt", "otto", "")]),
    ),
    list("foreign_row_reused", "opening the menu puts somebody else into the row", ChangedPage, |c| {
        with(
            connections(c, &[ADA]),
            "portal(this, 'ada')",
            "portal(this, 'otto');this.parentElement.querySelectorAll('a').forEach((a) => a.href = '/in/otto-wirth/')",
        )
    }),
    list(
        "foreign_filter_steals_the_focus",
        "the filter gives its focus away: nothing is typed elsewhere",
        ChangedPage,
        |c| {
            with(
                connections(c, &[ADA]),
                "oninput=\"filter(this.value)\">",
                "oninput=\"filter(this.value)\" onfocus=\"note.focus()\"><textarea id=\"note\" oninput=\"fetch('/other/typed', {method: 'POST'})\"></textarea>",
            )
        },
    ),
    list(
        "foreign_filter_does_nothing",
        "the filter is typed into and nothing changes",
        Outcome::Failed,
        |c| with(connections(c, &[ADA]), "row.parentElement.hidden =", "row.dataset.seen ="),
    ),
];
