//! The profile of the newer front end: no `h1`, the action row twice, both degrees in the page, one of each hidden.

use maud::{Markup, html};
use serde_json::json;

use super::super::super::lang::{with_name, with_number};
use super::super::super::people::encode;
use super::super::super::world::Shown;
use super::super::ember::profile::Cast;
use super::super::shell::profile_title;
use super::super::view::{View, script_person};
use super::frame::{self, Frame};
use super::icon::dots;
use super::others::similar;

const SCREEN: &str = "com.linkedin.sdui.flagshipnav.profile.Profile";

/// The whole page.
pub(crate) fn page(view: &View, cast: &Cast<'_>) -> Markup {
    let shown = cast.shown;
    let config = view.config(
        "profile",
        true,
        json!({ "person": script_person(shown), "then": cast.then.map(script_person), "swap": cast.swap.map(script_person) }),
    );
    let mut parts = vec![
        top_card(view, shown),
        html! { section class=(view.c("card")) { h2 class=(view.c("heading")) { "Experience" } p class=(view.c("strong")) { (shown.person.position) } p { (shown.person.company) } } },
        similar(view, &with_name(&view.texts.similar, &shown.person.name), cast.others),
    ];
    if view.has("shuffled") {
        parts.reverse();
    }
    let titles = match cast.then {
        Some(then) => vec![
            profile_title(&then.person.name),
            "Connections | LinkedIn".to_owned(),
            "Feed | LinkedIn".to_owned(),
            "Feed | LinkedIn".to_owned(),
        ],
        None => vec![profile_title(&shown.person.name)],
    };
    let main = html! {
        div data-testid="lazy-column" data-component-type="LazyColumn" componentkey=(view.load.uuid()) class=(view.c("column")) { @for part in parts { (part) } }
    };
    let frame = Frame {
        titles: &titles,
        screen: SCREEN,
        before: toolbar(view, shown),
        main,
        screen_inside: false,
        config,
        scripts: &["profile.js", "profile-sdui.js"],
        dialogs: 2 + shown.person.stable() % 3,
    };
    frame::page(view, &frame)
}

/// The bar that comes when the pane is scrolled.
pub(crate) fn toolbar(view: &View, shown: &Shown) -> Markup {
    html! {
        div role="toolbar" aria-hidden="true" inert class=(view.c("toolbar")) {
            div class=(view.c("toolbar-inner")) {
                div { p class=(view.c("strong")) { (shown.person.name) } p class=(view.c("muted")) { (shown.person.headline) } }
                @if shown.degree != 0 { div class=(view.c("row")) { (message(view, shown, false)) (more(view, true)) } }
            }
        }
    }
}

/// The card at the top: who it is, how far away, what can be done.
pub(crate) fn top_card(view: &View, shown: &Shown) -> Markup {
    let (texts, person) = (&view.texts, &shown.person);
    let key = format!("com.linkedin.sdui.profile.card.ref{}Topcard", person.member_id);
    let name = html! {
        div class=(view.c("name-line")) {
            (name_of(view, shown))
            (degrees(view, shown))
            // The pen of one's own page, in whatever language (ui-evidence-2 5).
            @if shown.degree == 0 && view.fault("self_profile") != Some("silent") {
                a aria-label="Edit profile" href={ (person.path()) "edit/intro/" } class=(view.c("button round bare")) { svg id="edit-medium" aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" { path d="M2 14l1-4 8-8 3 3-8 8z" fill="currentColor" {} } }
            }
        }
    };
    let about = html! {
        p { (person.headline) }
        @if !view.has("no_employer") { p class=(view.c("muted")) { (person.company) " · " (person.school()) } }
        div class=(view.c("line")) {
            p class=(view.c("muted")) { (person.location) } p { "·" }
            p { a href={ (person.path()) "overlay/contact-info/" } { (texts.contact_info) } }
            // People write their own address as it stands in their browser: with the mark that it has for themselves.
            @if view.fault("self_profile") == Some("pasted") {
                p { a href={ "https://www.linkedin.com" (person.path()) "?isSelfProfile=true" } { "Website" } }
            }
        }
        @if !view.has("no_employer") { div role="button" tabindex="0" class=(view.c("muted")) { (person.company) } }
        div role="button" tabindex="0" class=(view.c("muted")) { (person.school()) }
    };
    let known = html! {
        a href={ "/search/results/people/?origin=MEMBER_PROFILE_CANNED_SEARCH&connectionOf=%5B%22" (person.member_id) "%22%5D" } {
            p { (with_number(&texts.connections_count, &texts.number(usize::try_from(person.stable() % 480).unwrap_or_default() + 20))) }
        }
    };
    let mut parts = vec![name, about, known, actions(view, shown)];
    if view.has("shuffled") {
        parts.rotate_left(3);
    }
    html! {
        div componentkey=(key) {
            // The section inside has a key of chance since 2026-09 (ui-evidence-2 1).
            section componentkey=(view.load.uuid()) class=(view.c("card topcard")) {
                div role="button" tabindex="0" aria-label="Background photo" class=(view.c("cover")) {}
                div role="button" tabindex="0" aria-label=(with_name(&texts.photo_of, &person.name)) class=(view.c("photo")) { (person.initials()) }
                @for part in parts { @if view.redesign.wraps() { div { (part) } } @else { (part) } }
            }
        }
    }
}

/// The heading, in the link that says of itself whose page it is (ui-evidence-2 1).
fn name_of(view: &View, shown: &Shown) -> Markup {
    let person = &shown.person;
    let own = shown.degree == 0;
    let mark = match view.fault("self_profile") {
        Some("silent") => String::new(),
        Some("contrary") => format!("?isSelfProfile={}", !own),
        _ => format!("?isSelfProfile={own}"),
    };
    let key = format!("ProfileVerificationTriggerRef-{}", person.slug);
    let heading = html! {
        @if view.fault("card") == Some("h1") { h1 class=(view.c("name")) { (person.name) } } @else { h2 class=(view.c("name")) { (person.name) } }
    };
    html! {
        @if view.fault("card") == Some("div") {
            div componentkey=(key) aria-haspopup="dialog" tabindex="0" class=(view.c("name-link")) { div { (heading) } }
        } @else {
            a tabindex="0" componentkey=(key) aria-haspopup="dialog" href={ "https://www.linkedin.com" (person.path()) (mark) } class=(view.c("name-link")) { div { (heading) } }
        }
    }
}

/// Both degree texts stand in the page of a 1st or 2nd degree; one is hidden.
fn degrees(view: &View, shown: &Shown) -> Markup {
    let texts = &view.texts;
    let hidden = |on: bool| if on { "degree gone" } else { "degree" };
    if view.has("degree_missing") || shown.degree == 0 {
        return html! {};
    }
    if shown.degree == 3 {
        return html! { p class=(view.c("degree")) { "· " (texts.third) } };
    }
    let both = view.has("both_degrees_visible");
    html! {
        // The same one twice occurs (ui-evidence-2 1).
        @if view.fault("card") == Some("twice") && shown.degree == 1 { p class=(view.c("degree")) { "· " (texts.first) } }
        p class=(view.c(hidden(shown.degree != 1 && !both))) { "· " (texts.first) }
        div data-display-contents="true" class=(view.c(if shown.degree == 1 && !both { "gone" } else { "contents" })) { p class=(view.c("degree")) { "· " (texts.second) } }
    }
}

/// The action row, twice; which of the two is hidden, and how, varies from person to person, or goes by the window's width.
fn actions(view: &View, shown: &Shown) -> Markup {
    let stable = shown.person.stable();
    if let Some(layout) = view.fault("layout") {
        let class = |hidden: bool| view.c(if hidden { "actions gone" } else { "actions" });
        let narrow = layout == "narrow";
        return html! {
            div data-layout="" class=(class(narrow)) { (row(view, shown, true)) }
            div class=(view.c("contents")) { div data-layout="" class=(class(!narrow)) { (row(view, shown, false)) } }
        };
    }
    let hide = if stable % 4 < 2 { "gone" } else { "unseen" };
    let class = |hidden: bool| if hidden { format!("actions {hide}") } else { "actions".to_owned() };
    let first_hidden = stable.is_multiple_of(2);
    let by_text = view.has("no_aria_more") || stable % 5 == 3;
    let rows = html! {
        div class=(view.c(&class(first_hidden))) { (row(view, shown, by_text)) }
        div class=(view.c("contents")) { div class=(view.c(&class(!first_hidden))) { (row(view, shown, by_text)) } }
    };
    match view.fault("card") {
        // A part of a 1st degree's card had such a key (ui-evidence-2 1).
        Some("pending_key") => html! {
            div componentkey={ "ConnectButtonstate:invitation:urn:li:member:" (shown.person.member_number) "_pending" } { (rows) }
        },
        Some("bell") => html! {
            (rows)
            a aria-label={ "Manage notifications about " (shown.person.name) } href={ "https://www.linkedin.com" (shown.person.path()) } class=(view.c("button round bare")) { svg id="bell-fill-medium" aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" { circle cx="8" cy="8" r="6" {} } }
        },
        _ => rows,
    }
}

fn row(view: &View, shown: &Shown, by_text: bool) -> Markup {
    let (texts, name) = (&view.texts, &shown.person.name);
    let mut parts = Vec::new();
    if shown.degree == 0 {
        parts.push(html! { button type="button" data-other="edit" class=(view.c("button primary")) { "Add section" } });
    } else if shown.degree == 1 || shown.message_first {
        parts.push(message(view, shown, true));
    } else if view.has("sales_navigator") {
        // Connect and Pending are in the menu (ui-evidence-2 C2).
        parts.push(message(view, shown, true));
    } else if shown.pending {
        // A link since 2026-07, which leads nowhere but to the person (ui-evidence-2 C2).
        let key =
            format!("ConnectButtonstate:invitation:urn:li:member:{}_pending", shown.person.member_number);
        parts.push(html! { a aria-label=(with_name(&texts.pending_withdraw, name)) href=(shown.person.path()) componentkey=(key) data-withdraw="" class=(view.c("button")) { span { (texts.pending) } } });
    } else if shown.withdrawn {
        let key =
            format!("ConnectButtonstate:invitation:urn:li:member:{}_withdrawn", shown.person.member_number);
        parts.push(html! { button type="button" aria-label=(with_name(&texts.invite_to_connect, name)) componentkey=(key) data-other="connect" class=(view.c("button primary")) { span { (texts.connect) } } });
    } else {
        parts.push(html! {
            a href={ "/preload/custom-invite/?vanityName=" (encode(&shown.person.slug)) } aria-label=(with_name(&texts.invite_to_connect, name)) class=(view.c("button primary")) { (texts.connect) }
        });
    }
    if shown.degree > 1 && !shown.message_first && !view.has("sales_navigator") {
        parts.push(message(view, shown, false));
    }
    if shown.degree != 0 {
        parts.push(more(view, by_text));
    }
    if view.has("shuffled") {
        parts.reverse();
    }
    html! { @for part in parts { (part) } }
}

fn message(view: &View, shown: &Shown, primary: bool) -> Markup {
    let id = &shown.person.member_id;
    html! {
        a aria-disabled="false" class=(view.c(if primary { "button primary" } else { "button" }))
            href={ "/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A" (id) "&recipient=" (id) "&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay" } {
            span { svg id="send-privately-medium" aria-hidden="true" width="14" height="14" viewBox="0 0 14 14" { path d="M1 7l12-6-4 12-3-5z" fill="currentColor" {} } }
            span { (view.texts.message) }
        }
    }
}

/// The overflow button: three dots with a label, or a text without one and a hidden twin that has it.
fn more(view: &View, by_text: bool) -> Markup {
    html! {
        @if by_text {
            button type="button" componentkey=(view.load.uuid()) aria-label=(view.texts.more) aria-expanded="false" class=(view.c("button gone")) { span { (dots()) } }
            button type="button" componentkey=(view.load.uuid()) aria-expanded="false" data-menu="profile" class=(view.c("button")) { span { (view.texts.more) } }
        } @else {
            button type="button" componentkey=(view.load.uuid()) aria-label=(view.texts.more) aria-expanded="false" data-menu="profile" class=(view.c("button round")) { span { (dots()) } }
        }
    }
}

/// A page at a profile's address without the profile.
pub(crate) fn dead_shell(view: &View, others: &[Shown]) -> Markup {
    let frame = Frame {
        titles: &["LinkedIn".to_owned()],
        screen: SCREEN,
        before: html! {},
        main: html! { div data-testid="lazy-column" class=(view.c("column")) { (similar(view, "People you may know", others)) } },
        screen_inside: false,
        config: view.config("dead_shell", true, json!({})),
        scripts: &["profile.js", "profile-sdui.js"],
        dialogs: 2,
    };
    frame::page(view, &frame)
}
