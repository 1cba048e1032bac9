//! What keeps somebody from reading or using a page, by Chromium's own accessibility tree and by what is drawn: names and roles,
//! headings, landmarks, contrast, sizes, references, a phone's width. Needs nothing beside the browser; where `UNLINKED_AXE`
//! names the script of axe-core, that looks too.

use serde_json::{Value, json};

use super::browser::Browser;

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
    "search",
    "columnheader",
    "option",
    "menuitem",
    "tab",
    "slider",
    "switch",
    "radio",
];

/// Faults of the accessibility tree as it stands.
async fn tree_faults(browser: &Browser) -> Vec<String> {
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
            faults.push(format!("a {role} without a name"));
        }
        if focusable && ["generic", "none", "presentation", ""].contains(&role) {
            faults.push(format!("something without a role takes the focus ({name:?})"));
        }
    }
    // Behind an open dialog the rest of the page is out of reach, for everybody.
    let rest = usize::from(!roles.contains(&"dialog"));
    for (role, least, most) in [("main", rest, 1), ("heading", 1, 999), ("RootWebArea", 1, 1)] {
        let count = roles.iter().filter(|one| **one == role).count();
        if !(least..=most).contains(&count) {
            faults.push(format!("{count} of {role}"));
        }
    }
    faults
}

/// Texts whose colours are too near to each other (WCAG 2.2, AA), controls that are too small to touch, headings that leave a
/// level out, texts outside of every landmark, ids that are there twice, references that lead nowhere, and what is wider than
/// the window.
const LOOK: &str = r#"
const light = (c) => { const v = c.map((x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
const parse = (text) => { const n = (text.match(/[\d.]+/g) || []).map(Number); return { rgb: n.slice(0, 3), a: n.length > 3 ? n[3] : 1 }; };
const over = (top, below) => below.map((value, nth) => top.rgb[nth] * top.a + value * (1 - top.a));
// What is behind an element: every colour from the page up to it, the see-through ones mixed. `null` where a picture is.
const back = (el) => {
  const layers = [];
  for (let at = el; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== 'none') return null;
    const colour = parse(style.backgroundColor);
    if (colour.a > 0) layers.push(colour);
    if (colour.a === 1) break;
  }
  return layers.reverse().reduce((below, top) => over(top, below), matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]);
};
const ratio = (fore, behind) => { const [a, b] = [light(over(fore, behind)), light(behind)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && el.getBoundingClientRect().width > 2 && el.getBoundingClientRect().height > 2;
const faults = [];
const contrast = (el, style, fore, behind, text) => {
  if (!behind) return;
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  const found = ratio(fore, behind);
  if (found < (large ? 3 : 4.5)) faults.push(`contrast ${found.toFixed(2)}: ${el.tagName} ${el.getAttribute('class') || ''} ${JSON.stringify(text.slice(0, 30))}`);
};
for (const el of document.querySelectorAll('body *')) {
  if (!shown(el) || el.closest(':disabled') || ['SCRIPT', 'STYLE', 'OPTION', 'TITLE', 'title'].includes(el.tagName)) continue;
  const style = getComputedStyle(el);
  const own = [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
  const drawn = el instanceof SVGElement;
  if (own && drawn) {
    // A text on a drawn circle stands on that, any other on the page.
    const below = el.previousElementSibling;
    const behind = below && below.tagName === 'circle' ? parse(getComputedStyle(below).fill).rgb : back(el.closest('svg').parentElement);
    contrast(el, style, parse(style.fill), behind, own);
  } else if (own) {
    contrast(el, style, parse(style.color), back(el), own);
  }
  if (el.matches('input, select, textarea')) {
    if (!el.matches('[type=checkbox], [type=radio]')) contrast(el, style, parse(style.color), back(el), el.value || 'a value');
    if (el.placeholder) contrast(el, style, parse(getComputedStyle(el, '::placeholder').color), back(el), el.placeholder);
  }
  if (el.matches('input, select, textarea') && !el.labels.length && !el.ariaLabel && !el.hasAttribute('aria-labelledby') && !el.title) faults.push(`no label: ${el.tagName} ${el.id}`);
  if (own && !drawn && !el.closest('header, main, footer, nav, aside, section[aria-label], section[aria-labelledby], dialog, [role=dialog], [role=search], [role=status], a[href^=\'#\']')) faults.push(`outside of every landmark: ${JSON.stringify(own.slice(0, 30))}`);
  if (el.matches('button, select, input, textarea, a.button')) {
    const box = el.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) if (!el.closest('.years')) faults.push(`small ${Math.round(box.width)}x${Math.round(box.height)}: ${el.tagName} ${el.id || el.textContent}`);
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant', 'for']) {
    for (const id of (el.getAttribute(name) || '').split(/\s+/).filter(Boolean)) if (!document.getElementById(id)) faults.push(`${name} leads to no ${id}`);
  }
}
// A heading that is only for those who hear it counts as well.
const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((el) => el.checkVisibility() && !el.closest('dialog'));
let level = 0;
for (const heading of headings) {
  const next = Number(heading.tagName[1]);
  if (next > level + 1) faults.push(`heading ${heading.tagName} after level ${level}: ${JSON.stringify(heading.textContent.slice(0, 30))}`);
  level = next;
}
if (headings.filter((heading) => heading.tagName === 'H1').length > 1) faults.push('more than one h1');
for (const img of document.images) if (!img.hasAttribute('alt')) faults.push(`no alt: ${img.src.slice(0, 30)}`);
const ids = [...document.querySelectorAll('[id]')].map((el) => el.id);
for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push(`id ${id} is there more than once`);
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width + 1) faults.push(`wider than the window: ${document.documentElement.scrollWidth} of ${width}`);
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
    all.into_iter().filter(serious).map(|one| format!("axe-core {one}")).collect()
}

/// Everything that is wrong with the page as it stands, each with the `place` where it was found. A picture is kept, where
/// somebody wants to look at them.
pub async fn faults(browser: &Browser, place: &str) -> Vec<String> {
    let mut faults = tree_faults(browser).await;
    faults.extend(axe_faults(browser, place).await);
    let seen = browser.await_read(LOOK).await;
    faults.extend(seen.as_array().unwrap().iter().map(|fault| fault.as_str().unwrap().to_owned()));
    browser.picture(place).await;
    faults.into_iter().map(|fault| format!("{place}: {fault}")).collect()
}
