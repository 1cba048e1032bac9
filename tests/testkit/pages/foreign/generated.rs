//! Pages by the hundred, from a seed each: a layout, a language, a few things that real pages do beside their work, and on every second
//! one a trap. Nobody has thought of these mixtures; each must end as its parts say, and none may end unsafe.
//!
//! A trap decides what must come of the person, whatever else the page does.

use std::sync::LazyLock;

use unlinked::domain::StopSign;

use super::super::shape::{EN, Front, Words};
use super::languages::{DA, DE, ES, FR, IT, NL, PL, PT, TR};
use super::{ChangedPage, Failed, Foreign, Mismatch, NotConnected, Outcome, Removed, Unconfirmed, page};

/// How many there are.
pub const PAGES: u64 = 220;

/// Those that do not end as their parts say, by their number, with why. None of them ends unsafe: then no number here would help.
pub const KNOWN: &[(u64, Outcome, &str)] = &[];

/// A thing that a page does, as a script at its end, for the front ends that can do it.
struct Part {
    word: &'static str,
    fronts: &'static [Front],
    script: &'static str,
}

const PROFILES: &[Front] = &[Front::Ember, Front::Sdui];
const MENUS: &[Front] = &[Front::Sdui, Front::SduiList];
const ALL: &[Front] = &[Front::Ember, Front::Sdui, Front::SduiList];

const fn part(word: &'static str, fronts: &'static [Front], script: &'static str) -> Part {
    Part { word, fronts, script }
}

/// What is drawn later, or otherwise, and changes nothing of what must come.
const LAWFUL: &[Part] = &[
    part(
        "stop_words",
        PROFILES,
        "$('main').insertAdjacentHTML('beforeend', '<section><h2>About</h2><p>We noticed unusual activity, and the account was temporarily restricted after too many requests. Please verify your identity.</p><h2>Security verification</h2></section>')",
    ),
    part(
        "stop_words_in_a_row",
        &[Front::SduiList],
        "document.querySelectorAll('[data-name] a p + p').forEach((p) => { p.textContent = 'Keynote: unusual activity, and how to verify your identity' })",
    ),
    part(
        "others_in_the_card",
        PROFILES,
        "($('section[data-member-id]') || $('._c3')).insertAdjacentHTML('beforeend', '<div><a href=\"/in/otto-wirth/\"><span>Otto Wirth</span></a><p>· 2nd</p><a href=\"/preload/custom-invite/?vanityName=otto-wirth\" aria-label=\"Invite Otto Wirth to connect\">Connect</a></div>')",
    ),
    part(
        "others_below",
        PROFILES,
        "$('main').insertAdjacentHTML('beforeend', '<div componentkey=\"x.refQ9Card\"><a href=\"/in/otto-wirth/\"><h3>Otto Wirth</h3></a><p>· 1st</p><button aria-label=\"More\" aria-expanded=\"false\" onclick=\"removed(`otto`)\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div>')",
    ),
    part(
        "hidden_twin",
        &[Front::Sdui],
        "$('._c3').insertAdjacentHTML('beforeend', '<div style=\"display:none\"><p>· 2nd</p><button aria-label=\"More\" aria-expanded=\"false\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div>')",
    ),
    part(
        "twin_out_of_sight",
        &[Front::Sdui],
        "$('._c3').insertAdjacentHTML('beforeend', '<div style=\"position:fixed;left:-900px;top:0\"><p>· 2nd</p><button aria-label=\"More\" aria-expanded=\"false\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div>')",
    ),
    part(
        "late_card",
        PROFILES,
        "{ const m = $('main'), p = m.parentElement, next = m.nextSibling; m.remove(); setTimeout(() => p.insertBefore(m, next), 700) }",
    ),
    part(
        "late_body",
        PROFILES,
        "{ const c = $('section[data-member-id]') || $('._c3'), all = [...c.childNodes]; c.replaceChildren(); setTimeout(() => c.append(...all), 500) }",
    ),
    part(
        "lying_degree",
        PROFILES,
        "{ const d = $('#degree') || $('.dist-value'), was = d.textContent; d.textContent = d.dataset.other; setTimeout(() => { d.textContent = was }, 900) }",
    ),
    part(
        "lying_degree_short",
        PROFILES,
        "{ const d = $('#degree') || $('.dist-value'), was = d.textContent; d.textContent = d.dataset.other; setTimeout(() => { d.textContent = was }, 120) }",
    ),
    part(
        "drawn_anew",
        MENUS,
        "addEventListener('pointermove', (e) => { const i = e.target.closest('.q-r'); if (!i || i.dataset.again) return; const c = i.cloneNode(true); c.dataset.again = '1'; c.onclick = i.onclick; i.replaceWith(c) })",
    ),
    part(
        "items_shift",
        MENUS,
        "items = ((was) => (who) => '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(`otto`)\"><p>Save to PDF</p></div>' + was(who))(items); { let once = true; whenOver('.q-r', (i) => { if (once) { once = false; i.after(i.previousElementSibling) } }) }",
    ),
    part(
        "long_tasks",
        ALL,
        "{ const busy = (n) => { const end = performance.now() + 90; while (performance.now() < end); if (n) setTimeout(() => busy(n - 1), 60) }; setTimeout(() => busy(5), 30) }",
    ),
    part(
        "menu_late",
        MENUS,
        "portal = ((was) => (button, who) => setTimeout(() => was(button, who), 400))(portal)",
    ),
    part(
        "label_inside",
        MENUS,
        "items = ((was) => (who) => was(who).replace(/<p>(?!.*<p>)(.*)<\\/p>/s, (all, text) => `<div aria-label=\"${text}\"><p>${text}</p></div>`))(items)",
    ),
    part(
        "dialog_fills_late",
        ALL,
        "show = (it) => { const all = [...it.childNodes]; it.replaceChildren(); document.body.append(it); setTimeout(() => it.append(...all), 500) }",
    ),
    part("dialog_native", ALL, "box = () => document.createElement('dialog'); show = native"),
    part(
        "dialog_in_a_root",
        ALL,
        "document.body.insertAdjacentHTML('beforeend', '<div id=\"interop-outlet\"></div>'); show = (it) => inRoot($('#interop-outlet'), it)",
    ),
    part("dialog_late", ALL, "ask = ((was) => (who) => setTimeout(() => was(who), 500))(ask)"),
    part("answer_late", ALL, "done = ((was) => (who) => fetch('/slow/600').then(() => was(who)))(done)"),
    part(
        "toast",
        ALL,
        "document.body.insertAdjacentHTML('afterbegin', '<section><h2 data-testid=\"toasts-title\">0 notifications</h2><div id=\"t\"></div></section>'); done = ((was) => (who) => was(who).then(() => { $('#t').innerHTML = '<div role=\"alert\"><p>Done.</p></div>' }))(done)",
    ),
    part(
        "optimistic",
        &[Front::Sdui],
        "done = (who) => { turn(); return fetch('/slow/500').then(() => removed(who)) }",
    ),
    part(
        "optimistic_row",
        &[Front::SduiList],
        "done = (who) => { $('[data-name=\"Ada Brandt\"]').parentElement.remove(); $('[componentkey=ConnectionsPage_ConnectionsListHeader] p').textContent = '40 connections'; return fetch('/slow/500').then(() => removed(who)) }",
    ),
    part(
        "hidden_frames",
        ALL,
        "document.body.insertAdjacentHTML('beforeend', '<div class=\"grecaptcha-badge\" style=\"display:none\"><iframe title=\"reCAPTCHA\" src=\"/slow/1?recaptcha\"></iframe></div><iframe id=\"humanThirdPartyIframe\" title=\"LinkedIn security verification\" style=\"position:absolute;left:-999px;width:0;height:0\"></iframe>')",
    ),
    part(
        "player",
        ALL,
        "document.body.insertAdjacentHTML('beforeend', '<div style=\"display:none\"><ul role=\"menu\"><li role=\"menuitem\">Captions off</li></ul><div role=\"dialog\" aria-label=\"Modal Window\"><button>Remove</button></div></div>')",
    ),
    part(
        "more_classes",
        ALL,
        "document.querySelectorAll('body *').forEach((el, n) => { if (!['SCRIPT', 'STYLE'].includes(el.tagName)) el.setAttribute('class', (el.getAttribute('class') || '') + ' _' + (n * 7919 % 99991).toString(16)) })",
    ),
    part(
        "head_box",
        PROFILES,
        "document.body.insertAdjacentHTML('afterbegin', '<header><div role=\"search\"><input data-testid=\"typeahead-input\" componentkey=\"SearchResults_SearchTyahInputRef\" placeholder=\"Search\"></div><button aria-expanded=\"false\">More</button></header>')",
    ),
];

const TELL_FAULTS: &str = "addEventListener('error', (e) => navigator.sendBeacon('/other/' + encodeURIComponent('script: ' + e.message)))";

/// Dialogs: one page has one kind of it.
const DIALOGS: &[&str] = &["dialog_fills_late", "dialog_native", "dialog_in_a_root", "dialog_late"];

/// What must not be done, or is not so, with what must come of it.
struct Trap {
    part: Part,
    came: Outcome,
    /// Whether the page stays as it is, whatever is done.
    stays: bool,
}

const fn trap(word: &'static str, fronts: &'static [Front], came: Outcome, script: &'static str) -> Trap {
    Trap { part: part(word, fronts, script), came, stays: false }
}

const TRAPS: &[Trap] = &[
    trap(
        "item_of_another",
        MENUS,
        Mismatch,
        "items = () => '<div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><div aria-label=\"Remove your connection to Otto Wirth\"><p>Remove Connection</p></div></div>'; made = ((was) => (who) => { const m = was(who); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)",
    ),
    trap(
        "item_for_many",
        MENUS,
        Mismatch,
        "items = () => '<div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><div aria-label=\"Remove Ada Brandt and 499 other people\"><p>Remove Connection</p></div></div>'; made = ((was) => (who) => { const m = was(who); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)",
    ),
    trap(
        "menu_leads_to_another",
        MENUS,
        ChangedPage,
        "items = ((was) => (who) => '<a role=\"menuitem\" href=\"/in/otto-wirth/\" onclick=\"event.preventDefault();removed(`otto`)\">Profile</a>' + was(who))(items); made = ((was) => (who) => { const m = was(who); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)",
    ),
    trap(
        "dialog_of_another",
        ALL,
        Mismatch,
        "question = () => 'Are you sure you want to remove Otto Wirth as a connection?'; done = () => removed('otto')",
    ),
    trap(
        "dialog_about_an_admin",
        ALL,
        ChangedPage,
        "says = () => '<h2>Remove admin</h2><p>Ada Brandt will no longer be an admin of the page.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')",
    ),
    trap(
        "dialog_about_many",
        ALL,
        Mismatch,
        "question = () => 'Ada Brandt and 499 other people will be removed as a connection.'; done = () => removed('otto')",
    ),
    trap(
        "dialog_about_following",
        ALL,
        ChangedPage,
        "says = () => '<h2>Remove follower?</h2><p>Ada Brandt will no longer follow you.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')",
    ),
    trap(
        "dialog_of_nothing_known",
        ALL,
        ChangedPage,
        "says = () => '<h2>Please confirm</h2><p>Are you sure, Ada Brandt?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')",
    ),
    trap(
        "turns_under_the_pointer",
        &[Front::Sdui],
        Failed,
        "whenOver('.q-r', () => { history.pushState(null, '', '/in/otto-wirth/'); who.textContent = 'Otto Wirth'; $('._c3 a').href = '/in/otto-wirth/'; document.querySelector('.q-r').onclick = () => removed('otto') })",
    ),
    trap(
        "not_connected",
        &[Front::Sdui],
        NotConnected,
        "$('#degree').textContent = '· 2nd'; $('#degree').insertAdjacentHTML('afterend', '<a href=\"/preload/custom-invite/?vanityName=ada-brandt\" aria-label=\"Invite Ada Brandt to connect\">Connect</a>')",
    ),
    trap(
        "not_connected_ember",
        &[Front::Ember],
        NotConnected,
        "$('.dist-value').textContent = '2nd'; $('.b3').insertAdjacentHTML('afterbegin', '<button aria-label=\"Invite Ada Brandt to connect\">Connect</button>')",
    ),
    trap(
        "two_degrees",
        &[Front::Sdui],
        ChangedPage,
        "$('#degree').insertAdjacentHTML('afterend', '<p>· 2nd</p>')",
    ),
    trap(
        "two_buttons",
        &[Front::Sdui],
        ChangedPage,
        "$('._e5').insertAdjacentHTML('beforeend', '<button aria-label=\"More\" aria-expanded=\"false\" onclick=\"removed(`otto`)\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button>')",
    ),
    trap("another_name", &[Front::Sdui], Mismatch, "who.textContent = 'Ada Maria Brandt'"),
    trap("another_name_ember", &[Front::Ember], Mismatch, "$('h1').textContent = 'Otto Wirth'"),
    trap(
        "no_item",
        MENUS,
        ChangedPage,
        "items = () => '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(`otto`)\"><p>Remove follower</p></div><div role=\"menuitem\" tabindex=\"0\"><p>Save to PDF</p></div>'; made = () => { const m = document.createElement('div'); m.setAttribute('role', 'menu'); m.innerHTML = items(); return m }",
    ),
    trap(
        "two_items",
        MENUS,
        ChangedPage,
        "items = ((was) => (who) => was(who) + '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(`otto`)\"><p>Remove Connection</p></div>')(items)",
    ),
    Trap { part: part("nothing_done", ALL, "done = () => fetch('/ok')"), came: Unconfirmed, stays: true },
    Trap {
        part: part(
            "claims_and_does_nothing",
            PROFILES,
            "if (sessionStorage.was) { const d = $('#degree') || $('.dist-value'), true_ = d.textContent; d.textContent = d.dataset.other; setTimeout(() => { d.textContent = true_ }, 1100) } done = () => { sessionStorage.was = 1; turn(); return fetch('/ok') }",
        ),
        came: Unconfirmed,
        stays: true,
    },
    Trap {
        part: part(
            "row_goes_and_nothing_is_done",
            &[Front::SduiList],
            "done = () => { $('[data-name=\"Ada Brandt\"]').parentElement.remove(); $('[componentkey=ConnectionsPage_ConnectionsListHeader] p').textContent = '40 connections'; return fetch('/ok') }",
        ),
        came: Unconfirmed,
        stays: true,
    },
    trap(
        "captcha",
        PROFILES,
        Outcome::Pending,
        "document.body.insertAdjacentHTML('beforeend', '<iframe id=\"humanThirdPartyIframe\" title=\"LinkedIn security verification\" style=\"position:fixed;left:100px;top:100px;width:300px;height:300px;z-index:99\"></iframe>')",
    ),
];

/// Languages whose texts a page may be in. In another than English the texts of a trap would be foreign to the page.
const LANGUAGES: &[&Words] = &[&EN, &EN, &EN, &EN, &PL, &FR, &PT, &TR, &DE, &ES, &IT, &NL, &DA];

static MADE: LazyLock<Vec<Foreign>> = LazyLock::new(|| (0..PAGES).map(make).collect());

/// All of them; the same each time.
pub fn generated() -> &'static [Foreign] {
    &MADE
}

fn make(number: u64) -> Foreign {
    let mut rng = fastrand::Rng::with_seed(number);
    let front = [Front::Sdui, Front::Sdui, Front::Ember, Front::SduiList][rng.usize(..4)];
    let of_front: Vec<&Trap> = TRAPS.iter().filter(|trap| trap.part.fronts.contains(&front)).collect();
    let trap = rng.bool().then(|| of_front[rng.usize(..of_front.len())]);
    let words = match (trap, front) {
        // The list is in one language only.
        (Some(_), _) | (_, Front::SduiList) => &EN,
        (None, _) => LANGUAGES[rng.usize(..LANGUAGES.len())],
    };
    let mut parts: Vec<&Part> = Vec::new();
    for _ in 0..rng.usize(1..=4) {
        let part = &LAWFUL[rng.usize(..LAWFUL.len())];
        let fits = part.fronts.contains(&front)
            && parts.iter().all(|other| other.word != part.word && !together(other, part))
            && trap.is_none_or(|trap| goes_with(part, trap));
        if fits {
            parts.push(part);
        }
    }
    // What takes a part of the page away for a while comes last, and a script that fails is told as a click that nobody made.
    let is_late = |part: &&Part| part.word.starts_with("late_");
    let (late, soon): (Vec<&Part>, Vec<&Part>) = parts.iter().copied().partition(is_late);
    let own = trap.map(|trap| &trap.part);
    let all_parts = soon.into_iter().chain(own).chain(late);
    let scripts: Vec<&str> = std::iter::once(TELL_FAULTS).chain(all_parts.map(|part| part.script)).collect();
    let all: Vec<&str> = parts.iter().map(|part| part.word).chain(trap.map(|trap| trap.part.word)).collect();
    let what = format!("{} in `{}`: {}", front.name(), words.lang, all.join(", "));
    let came = trap.map_or(Removed, |trap| trap.came);
    let came = KNOWN.iter().find(|(known, ..)| *known == number).map_or(came, |(_, came, _)| *came);
    let mut made = page(front, leak(format!("{number:03}_{}", all.join("_"))), leak(what), came)
        .script(leak(scripts.join(";\n")))
        .limit(5000);
    if came == Outcome::Pending {
        made = made.stops(StopSign::Challenge);
    }
    if words.lang != "en" {
        made = made.says(words);
    }
    if trap.is_some_and(|trap| trap.stays) {
        made = made.stays();
    }
    made
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Whether two parts would change the same thing.
fn together(one: &Part, other: &Part) -> bool {
    let both = |words: &[&str]| words.contains(&one.word) && words.contains(&other.word);
    both(DIALOGS)
        || both(&["late_card", "late_body", "lying_degree", "lying_degree_short"])
        || both(&["drawn_anew", "items_shift", "label_inside"])
        || both(&["answer_late", "optimistic", "optimistic_row", "toast"])
}

/// Whether a part leaves a trap as it is: one that says who or what is removed must be the last to say so.
fn goes_with(part: &Part, trap: &Trap) -> bool {
    let word = trap.part.word;
    let of_items = ["drawn_anew", "items_shift", "label_inside"].contains(&part.word);
    let of_the_card = ["late_body", "late_card", "lying_degree", "lying_degree_short"].contains(&part.word);
    let of_the_end = ["optimistic", "optimistic_row", "toast", "answer_late"].contains(&part.word);
    let says_items =
        word.contains("item") || word == "menu_leads_to_another" || word == "turns_under_the_pointer";
    let says_card = [
        "not_connected",
        "not_connected_ember",
        "two_degrees",
        "another_name",
        "another_name_ember",
        "two_buttons",
    ];
    let says_end = trap.stays || word.starts_with("dialog_");
    !(of_items && says_items)
        && !(of_the_card && (says_card.contains(&word) || trap.stays || word == "captcha"))
        && !(of_the_end && says_end)
        // Twins are what these are about.
        && !(part.word.contains("twin") && ["two_buttons", "two_degrees"].contains(&word))
}
