//! The shapes of pages that tests make by hand, from the evidence alone and with classes of their own: a profile of either front
//! end, the list of connections, people search. A test's page is one of them with a few things changed.
//!
//! Every page tells its server what was clicked: whatever has no `data-own` is told as `/other/TEXT`.

/// What a page says, in one language.
pub struct Words {
    pub lang: &'static str,
    pub more: &'static str,
    /// The overflow button's label; `{}` is the person.
    pub more_label: &'static str,
    pub item: &'static str,
    /// The item's label; `{}` is the person.
    pub item_label: &'static str,
    pub first: &'static str,
    pub other: &'static str,
    pub first_long: &'static str,
    pub other_long: &'static str,
    pub title: &'static str,
    /// The dialog's question; `{}` is the person.
    pub question: &'static str,
    pub no: &'static str,
    pub yes: &'static str,
}

pub const EN: Words = Words {
    lang: "en",
    more: "More",
    more_label: "More",
    item: "Remove Connection",
    item_label: "Remove your connection to {}",
    first: "1st",
    other: "2nd",
    first_long: "1st degree connection",
    other_long: "2nd degree connection",
    title: "Remove Connection",
    question: "Are you sure you want to remove {} as a connection?",
    no: "Cancel",
    yes: "Remove",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    Ember,
    Sdui,
    /// My Network, Connections.
    SduiList,
    SduiSearch,
    EmberSearch,
}

impl Front {
    pub fn name(self) -> &'static str {
        match self {
            Front::Ember => "Ember",
            Front::Sdui => "SDUI",
            Front::SduiList => "SDUI list",
            Front::SduiSearch => "SDUI search",
            Front::EmberSearch => "Ember search",
        }
    }
}

/// A row of a list: slug, name, whom its menu removes, what else stands in it.
pub type ListRow = (&'static str, &'static str, &'static str, &'static str);

/// What goes into a shape.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    pub words: &'a Words,
    pub connected: bool,
    pub slug: &'a str,
    /// The heading's HTML.
    pub heading: &'a str,
    /// What labels and dialogs call the person.
    pub called: &'a str,
    /// Runs at the end of the page.
    pub script: &'a str,
}

impl Default for Of<'_> {
    fn default() -> Self {
        Of {
            words: &EN,
            connected: true,
            slug: "ada-brandt",
            heading: "Ada Brandt",
            called: "Ada Brandt",
            script: "",
        }
    }
}

fn fill(shape: &str, of: &Of<'_>) -> String {
    let words = of.words;
    let (degree, long) =
        if of.connected { (words.first, words.first_long) } else { (words.other, words.other_long) };
    let mut page = shape.replace("@style@", STYLE).replace("@page_script@", SCRIPT).replace("@otto@", OTTO);
    for (at, text) in [
        ("@lang@", words.lang),
        ("@more@", words.more),
        ("@more_label@", &words.more_label.replace("{}", of.called)),
        ("@item@", words.item),
        ("@item_label@", &words.item_label.replace("{}", of.called)),
        ("@degree@", degree),
        ("@other@", words.other),
        ("@long@", long),
        ("@other_long@", words.other_long),
        ("@title@", words.title),
        ("@question@", &words.question.replace("{}", "${names[who]}")),
        ("@no@", words.no),
        ("@yes@", words.yes),
        ("@slug@", of.slug),
        ("@heading@", of.heading),
        ("@js_called@", &of.called.replace('\'', "\\'")),
        ("@called@", of.called),
        ("@script@", of.script),
    ] {
        page = page.replace(at, text);
    }
    page
}

const STYLE: &str = "<style>body{margin:0;font:15px sans-serif}.q-menu{display:none;border:1px solid}.q-open>.q-menu{display:block}.q-vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.q-hide{display:none}.q-ask{position:fixed;left:100px;top:100px;width:400px;background:#fff;border:2px solid;z-index:9}[role=menu],.q-portal{position:absolute;background:#fff;border:1px solid;width:220px}[role=menuitem]{padding:8px}</style>";

/// What a page does. A page's own script may put other functions in the place of these.
const SCRIPT: &str = r#"<script>
const $ = (css) => document.querySelector(css);
// When the pointer has come over what fits, as the style knows it: no event tells a page of it before the press.
const whenOver = (css, does) => {
  let was;
  const look = () => {
    const over = [...document.querySelectorAll(css)].find((one) => one.matches(':hover'));
    if (over && over !== was) does(over);
    was = over;
    requestAnimationFrame(look);
  };
  look();
};
addEventListener('click', (e) => { if (!e.isTrusted) return;
  const control = e.composedPath().find((at) => at.matches && at.matches('a,button,input,li,summary,[role=button],[role=menuitem],[role=link]'));
  if (control && !control.closest('[data-own]')) navigator.sendBeacon('/other/' + encodeURIComponent(control.textContent.trim().slice(0, 40))); }, true);
const turn = () => document.querySelectorAll('[data-other]').forEach((at) => { at.textContent = at.dataset.other; });
const removed = (who) => fetch('/removed/' + who, { method: 'POST' });
const names = { ada: '@js_called@', otto: 'Otto Wirth', twin: 'Ada Brandt' };
let question = (who) => `@question@`;
let box = () => { const it = document.createElement('div'); it.className = 'q-ask'; it.setAttribute('role', 'alertdialog'); return it; };
let says = (who) => `<h2>@title@</h2><p>${question(who)}</p><button class="q-no">@no@</button><button class="q-yes">@yes@</button>`;
let show = (it) => document.body.append(it);
let native = (it) => { document.body.append(it); it.showModal(); };
let inRoot = (host, it) => { (host.shadowRoot || host.attachShadow({ mode: 'open' })).append(it); };
let done = (who) => removed(who).then(() => who === 'ada' && turn());
let ask = (who) => {
  const it = box(); it.innerHTML = says(who);
  const [no, yes] = [it.querySelector('.q-no'), it.querySelector('.q-yes')];
  if (no) { no.dataset.own = ''; no.onclick = () => it.remove(); }
  if (yes) { if (who === 'ada') yes.dataset.own = ''; yes.onclick = () => { it.remove(); done(who); }; }
  show(it);
};
let toggle = (button) => {
  const open = button.parentElement.classList.toggle('q-open');
  button.setAttribute('aria-expanded', open);
};
const item = (inner) => `<div role="menuitem" tabindex="0" class="q-r">${inner}</div>`;
let items = (who) => `<div role="menuitem" tabindex="0"><p>Send profile in a message</p></div><div role="menuitem" tabindex="0" class="q-r"><p>@item@</p></div>`;
let made = (who) => {
  const menu = document.createElement('div'); menu.setAttribute('role', 'menu'); menu.dataset.of = who; menu.innerHTML = items(who);
  const item = menu.querySelector('.q-r');
  if (item && who === 'ada') item.dataset.own = '';
  if (item) item.onclick = () => { menu.remove(); document.querySelectorAll('[aria-expanded=true]').forEach((at) => at.setAttribute('aria-expanded', 'false')); ask(who); };
  return menu;
};
let put = (menu, button) => document.body.append(menu);
let clear = () => document.querySelectorAll('[role=menu]').forEach((menu) => menu.remove());
let portal = (button, who) => {
  clear();
  const menu = made(who), at = button.getBoundingClientRect();
  menu.style.left = at.left + scrollX + 'px'; menu.style.top = at.bottom + scrollY + 4 + 'px';
  put(menu, button);
  button.setAttribute('aria-expanded', 'true');
};
</script>"#;

const OTTO: &str =
    r#"<li><a href="/in/otto-wirth/">Otto Wirth</a> <span>2nd</span> <button>Connect</button></li>"#;

/// An Ember profile in the shape of ui-evidence 1a.
pub fn ember(of: &Of<'_>) -> String {
    fill(
        r##"<!doctype html><html lang="@lang@"><head><title>(3) @called@ | LinkedIn</title>@style@</head><body class="ember-application q81 zz">
<section class="q-hide"><button id="ember7-profile-overflow-action" aria-label="@more_label@">@more@</button></section>
<main class="q1x"><section data-member-id="4711" class="v0k2"><!--top-->
<a href="/in/@slug@/overlay/about-this-profile/" aria-label="@called@"><h1 class="k9">@heading@</h1></a>
<span class="distance-badge"><span class="q-vh" data-other="@other_long@">@long@</span><span class="dist-value" aria-hidden="true" data-other="@other@"> @degree@ </span></span>
<div class="u7">Potter at Mudworks</div><div class="b3"><button>Message</button>
<div class="dd0"><button id="ember33-profile-overflow-action" aria-label="@more_label@" aria-expanded="false" data-own onclick="toggle(this)"><span>@more@</span></button>
<div class="q-menu"><ul><li><div role="button" tabindex="0"><svg data-test-icon="share-linkedin-medium" width="16" height="16"></svg><span>Send profile in a message</span></div></li>
<li data-own><div role="button" tabindex="0" id="item" aria-label="@item_label@" onclick="toggle($('#ember33-profile-overflow-action'));ask('ada')"><svg data-test-icon="remove-connection-medium" width="16" height="16"></svg><span class="it">@item@</span></div></li>
<li><div role="button" tabindex="0"><span>Report / Block</span></div></li></ul></div></div></div><!--end-->
</section><!--below--><aside><h2>People also viewed</h2><ul>@otto@</ul></aside></main><footer><a href="#">@more@</a></footer>@page_script@<script>@script@</script></body></html>"##,
        of,
    )
}

/// An SDUI profile in the shape of ui-evidence 1c.
pub fn sdui(of: &Of<'_>) -> String {
    fill(
        r##"<!doctype html><html lang="@lang@"><head><title>@called@ | LinkedIn</title>@style@</head><body data-rehydrated="true"><div id="root">
<div data-sdui-screen="com.linkedin.sdui.flagshipnav.profile.Profile"><main id="workspace" tabindex="-1" class="_a1 _b2"><div data-testid="lazy-column">
<div componentkey="com.linkedin.sdui.profile.card.refQ1Topcard"><section class="_c3"><!--top-->
<a tabindex="0" href="https://www.linkedin.com/in/@slug@/"><div><h2 id="who">@heading@</h2></div></a>
<p class="_d4" id="degree" data-other="· @other@">· @degree@</p><div class="q-hide"><p class="_d4">· 3rd</p></div><p>Potter at Mudworks</p>
<div class="q-hide"><button aria-label="@more_label@" aria-expanded="false"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div>
<div class="_e5"><a href="/messaging/compose/?recipient=Q1">Message</a>
<button type="button" id="more" aria-label="@more_label@" aria-expanded="false" data-own onclick="portal(this, 'ada')"><span><svg id="overflow-web-ios-small" width="16" height="16"></svg></span></button></div><!--end-->
</section></div><!--below--><aside><p>People also viewed</p><ul>@otto@</ul><button id="theirs" aria-label="More" aria-expanded="false" onclick="portal(this, 'otto')">…</button></aside></div></main></div></div>
<dialog><header id="dialog-header"><h2>Ad Options</h2></header><button>Remove</button></dialog><footer><a href="#">@more@</a></footer>@page_script@<script>@script@</script></body></html>"##,
        of,
    )
}

/// My Network, Connections in the shape of ui-evidence 2, under the head of a full page (ui-evidence-2 C1). The filter answers at once.
pub fn connections(of: &Of<'_>, rows: &[ListRow]) -> String {
    let row = |(slug, name, who, more): &ListRow| {
        let own = if *who == "ada" { "data-own" } else { "" };
        format!(
            r##"<div class="_r"><div componentkey="auto-component-{slug}" data-name="{name}"><a href="/in/{slug}/"><figure></figure></a>
<a href="/in/{slug}/"><div><p>{name}</p><p>Potter</p></div></a>{more}
<button aria-label="More actions for {name}" aria-expanded="false" {own} onclick="portal(this, '{who}')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div></div>"##
        )
    };
    let rows: String = rows.iter().filter(|row| of.connected || row.2 != "ada").map(row).collect();
    let total = if of.connected { 41 } else { 40 };
    fill(
        &r##"<!doctype html><html lang="@lang@"><head><title>Connections</title>@style@</head><body><div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.Connections">
<header><div data-testid="primary-nav"><div role="search"><input data-testid="typeahead-input" componentkey="SearchResults_SearchTyahInputRef" placeholder="Search"></div></div></header>
<main id="workspace"><section><section><div><div componentkey="ConnectionsPage_ConnectionsListHeader"><div componentkey="ConnectionsPage_ConnectionsListHeader"><p>@total@ connections</p><div><p>Sort by:</p></div></div>
<div componentkey="connectionsListTypeahead_ConnectionsListTypeahead"><input data-own data-testid="typeahead-input" placeholder="Search by name" oninput="filter(this.value)"></div></div>
<div componentkey="ConnectionsPage_ConnectionsList"><div data-testid="lazy-column" componentkey="ConnectionsPage_ConnectionsList">@rows@
</div></div></div></section></section></main></div>@page_script@<script>
let filter = (typed) => { for (const row of document.querySelectorAll('[componentkey^=auto][data-name]')) row.parentElement.hidden = !row.dataset.name.toLowerCase().includes(typed.toLowerCase()); };
@script@</script></body></html>"##
            .replace("@total@", &total.to_string())
            .replace("@rows@", &(rows + &row(&("otto-wirth", "Otto Wirth", "otto", "")))),
        of,
    )
}

/// People search of either front end in the shape of ui-evidence 3.
pub fn search(of: &Of<'_>, front: Front, rows: &[ListRow]) -> String {
    let mark = if front == Front::SduiSearch { "@sdui@" } else { "@ember@" };
    let row = |(slug, name, _, more): &ListRow| match mark {
        "@sdui@" => format!(
            r##"<div role="listitem"><a tabindex="0" href="/in/{slug}/"><figure style="width:40px;height:40px"></figure></a><div><p><a href="/in/{slug}/">{name}</a><span><span> • 1st</span></span></p><p>Potter at Mudworks</p><p>Lisbon</p>{more}</div></div>"##
        ),
        _ => format!(
            r##"<li class="x9"><div data-chameleon-result-urn="urn:li:member:1" data-view-name="search-entity-result-universal-template"><a href="/in/{slug}?miniProfileUrn=x"><span dir="ltr"><span aria-hidden="true">{name}</span><span class="q-vh">View {name}’s profile</span></span></a> <span class="entity-result__badge-text">• 1st</span><div class="t-14">Potter at Mudworks</div>{more}</div></li>"##
        ),
    };
    let rows: String = rows.iter().map(row).collect();
    let page = match mark {
        "@sdui@" => {
            r##"<!doctype html><html lang="@lang@"><head><title>Search</title>@style@</head><body><div role="main" id="workspace" data-sdui-screen="com.linkedin.sdui.flagshipnav.search.SearchResultsPeople"><div role="toolbar"><button>All filters</button></div><div role="list">@rows@</div></div>@page_script@<script>@script@</script></body></html>"##
        }
        _ => {
            r##"<!doctype html><html lang="@lang@"><head><title>Search</title>@style@</head><body class="ember-application"><main><div class="search-results-container"><ul role="list" class="x8">@rows@</ul></div></main>@page_script@<script>@script@</script></body></html>"##
        }
    };
    fill(&page.replace("@rows@", &rows), of)
}

/// The page with one thing changed, which must be there.
pub fn with(page: &str, from: &str, to: &str) -> String {
    assert!(page.contains(from), "the page does not hold {from:?}");
    page.replace(from, to)
}
