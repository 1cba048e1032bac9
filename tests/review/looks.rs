//! Whether the page can be read and used by everybody: Chromium's own accessibility tree, contrast, a phone's width.

use serde_json::{Value, json};

use super::browser::Browser;
use super::given::{Given, small};

/// What must have a name, so that somebody who does not see it knows what it is.
const NAMED: &[&str] = &[
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "grid",
    "dialog",
    "img",
    "image",
    "navigation",
    "region",
    "complementary",
    "group",
    "columnheader",
    "option",
    "menuitem",
    "tab",
    "slider",
    "switch",
    "radio",
];

/// Faults of the accessibility tree as it stands.
async fn tree_faults(browser: &Browser, place: &str) -> Vec<String> {
    let tree = browser.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().unwrap();
    let mut faults = Vec::new();
    let mut roles: Vec<&str> = Vec::new();
    for node in nodes.iter().filter(|node| node["ignored"] != Value::Bool(true)) {
        let role = node["role"]["value"].as_str().unwrap_or("");
        let name = node["name"]["value"].as_str().unwrap_or("").trim();
        let focusable = node["properties"].as_array().is_some_and(|properties| {
            properties.iter().any(|one| one["name"] == "focusable" && one["value"]["value"] == true)
        });
        roles.push(role);
        if NAMED.contains(&role) && name.is_empty() {
            faults.push(format!("{place}: a {role} without a name"));
        }
        if focusable && ["generic", "none", "presentation", ""].contains(&role) {
            faults.push(format!("{place}: something without a role takes the focus ({name:?})"));
        }
    }
    // Behind an open dialog the rest of the page is out of reach, for everybody.
    let rest = usize::from(!roles.contains(&"dialog"));
    for (role, least, most) in [("main", rest, 1), ("heading", 1, 99), ("RootWebArea", 1, 1)] {
        let count = roles.iter().filter(|one| **one == role).count();
        if !(least..=most).contains(&count) {
            faults.push(format!("{place}: {count} of {role}"));
        }
    }
    faults
}

/// Texts whose colours are too near to each other (WCAG 2.2, AA), controls that are too small to touch, ids that are there
/// twice, and references that lead nowhere.
const LOOK: &str = r#"
const light = (c) => { const v = c.map((x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
const parse = (text) => { const n = (text.match(/[\d.]+/g) || []).map(Number); return { rgb: n.slice(0, 3), a: n.length > 3 ? n[3] : 1 }; };
const back = (el) => { for (let at = el; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c.a === 1) return c.rgb; if (c.a > 0) return null; } return [255, 255, 255]; };
const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && el.getBoundingClientRect().width > 2 && el.getBoundingClientRect().height > 2;
const faults = [];
for (const el of document.querySelectorAll('body *')) {
  if (!shown(el) || el.closest(':disabled') || ['SCRIPT', 'STYLE', 'OPTION'].includes(el.tagName)) continue;
  const own = [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
  if (own) {
    const style = getComputedStyle(el); const fore = parse(style.color).rgb; const behind = back(el);
    if (behind) {
      const [a, b] = [light(fore), light(behind)].sort((x, y) => y - x);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${el.tagName} ${el.className} ${JSON.stringify(own.slice(0, 30))}`);
    }
  }
  if (el.matches('button, select, input, textarea, a.button')) {
    const box = el.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) if (!el.closest('.years')) faults.push(`small ${Math.round(box.width)}x${Math.round(box.height)}: ${el.tagName} ${el.id || el.textContent}`);
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant', 'for']) {
    for (const id of (el.getAttribute(name) || '').split(/\s+/).filter(Boolean)) if (!document.getElementById(id)) faults.push(`${name} leads to no ${id}`);
  }
}
const ids = [...document.querySelectorAll('[id]')].map((el) => el.id);
for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push(`id ${id} is there more than once`);
if (document.documentElement.scrollWidth > innerWidth + 1) faults.push(`wider than the window: ${document.documentElement.scrollWidth} of ${innerWidth}`);
if (!document.documentElement.lang) faults.push('no language');
if (!document.title) faults.push('no title');
return faults;
"#;

/// What axe-core finds that is serious or critical, where `UNLINKED_AXE` names its script.
async fn axe_faults(browser: &Browser, place: &str) -> Vec<String> {
    let Some(script) = std::env::var_os("UNLINKED_AXE") else { return Vec::new() };
    let script = std::fs::read_to_string(script).unwrap();
    let run = "const told = await window.axe.run(document, { resultTypes: ['violations'] });
        return told.violations.map((one) => [one.impact, one.id, one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')].join(': '));";
    let found = browser.await_read(&format!("if (!window.axe) {{ {script}\n }} {run}")).await;
    let all: Vec<String> =
        found.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    println!("axe-core, {place}: {} findings {all:?}", all.len());
    let serious = |one: &String| one.starts_with("serious") || one.starts_with("critical");
    all.into_iter().filter(serious).map(|one| format!("{place}: axe-core {one}")).collect()
}

async fn faults(browser: &Browser, place: &str) -> Vec<String> {
    let mut faults = tree_faults(browser, place).await;
    faults.extend(axe_faults(browser, place).await);
    let seen = browser.await_read(LOOK).await;
    faults
        .extend(seen.as_array().unwrap().iter().map(|fault| format!("{place}: {}", fault.as_str().unwrap())));
    browser.picture(place).await;
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_using_the_page() {
    let given = Given::new(&small());
    std::fs::write(given.path("keep.csv"), "Max May\n").unwrap();
    let browser = Browser::start().await;
    let server = given.serve().await;
    browser.open(&server.address().unwrap()).await;
    // Everything that a row can show: chosen with a note, unfollowed, kept, not to be found.
    browser.press(&["1", "ArrowDown", "2", "Home"]).await;
    browser.until("document.getElementById('saved').textContent === 'Saved'").await;
    let mut wrong = Vec::new();
    for scheme in ["light", "dark"] {
        browser.colours(scheme).await;
        browser.size(1280, 800, false).await;
        wrong.extend(faults(&browser, &format!("desktop-{scheme}")).await);
        browser.press(&["?"]).await;
        wrong.extend(faults(&browser, &format!("keys-{scheme}")).await);
        browser.press(&["Escape"]).await;
        browser.size(390, 844, true).await;
        for view in ["list", "person", "summary"] {
            browser.read(&format!("document.querySelector('.views button[data-view={view}]').click()")).await;
            wrong.extend(faults(&browser, &format!("phone-{view}-{scheme}")).await);
        }
        browser.read("document.querySelector('.views button[data-view=list]').click()").await;
    }
    // A search that finds nobody.
    browser.size(1280, 800, false).await;
    browser.press(&["/"]).await;
    browser.type_text("nobody at all").await;
    wrong.extend(faults(&browser, "nobody").await);
    // The guide, which the page links to.
    let guide = browser.text("document.querySelector('a[href=guide]').href").await;
    for (scheme, width, phone) in [("light", 1280, false), ("dark", 390, true)] {
        browser.colours(scheme).await;
        browser.size(width, 844, phone).await;
        browser.goto(&guide).await;
        assert!(browser.text("document.body.textContent").await.contains("Etiquette"));
        wrong.extend(faults(&browser, &format!("guide-{scheme}")).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    server.stop().await;
    browser.end().await;
}
