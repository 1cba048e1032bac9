//! The least that a removal can be with trusted clicks: ten commands, each question waits in the page itself, each click is one
//! W3C Actions command at an element. No guard in the click, no ledger, no evidence, no look whether anything changed since it was
//! found. What this takes and `unlinked` takes more is what these cost; see `bench/run.py`.

use fantoccini::actions::{Actions, InputSource, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::{Done, Pages, Peer, Person, What};

/// The key under which WebDriver passes element references.
const WEB_ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Waits in the page until `look` gives something, and looks again when something changes and at every frame.
const WAIT: &str = "
const [pages, answer] = [arguments[0], arguments[arguments.length - 1]];
const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().width > 0;
const said = (el) => [el.innerText.trim(), (el.getAttribute('aria-label') || '').trim()];
const one = (what, root) => {
  const all = [...root.querySelectorAll(what.css)].filter((el) => seen(el) && (!what.name || said(el).includes(what.name)));
  return all.length === 1 ? all[0] : null;
};
const texts = (path, root) => {
  const found = document.evaluate(path, root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  return [...Array(found.snapshotLength).keys()].map((at) => found.snapshotItem(at)).filter(seen).map((el) => el.innerText.trim());
};
const card = () => {
  const root = one({ css: pages.card }, document);
  const name = root && one({ css: pages.name }, root);
  const degrees = root ? texts(pages.degree, root).map((text) => text.replace('·', '').trim()) : [];
  return name && degrees.length === 1 ? { root, name: name.innerText.trim(), degree: degrees[0], path: location.pathname } : null;
};
const over = performance.now() + 15000;
const again = () => {
  const value = look();
  if (value || performance.now() > over) { ended = true; observer.disconnect(); answer(value); }
  return value;
};
let ended = false;
const observer = new MutationObserver(() => ended || again());
const frames = () => ended || again() || requestAnimationFrame(frames);
const start = () => { observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true }); frames(); };
";

const PERSON: &str = "const look = () => { const at = document.readyState !== 'loading' && card(); const more = at && one(pages.more, at.root);
  return more && { ...at, root: null, more }; }; start();";
const ITEM: &str =
    "const look = () => { const item = one(pages.item, document); return item && { item }; }; start();";
const DIALOG: &str = "const look = () => { const box = one({ css: pages.dialog }, document); const yes = box && one(pages.confirm, box);
  return yes && { yes, text: box.innerText }; }; start();";
const TOAST: &str = "const look = () => texts(pages.toast, document).length > 0 || null; start();";
const AFTER: &str = "const look = () => { const at = document.readyState === 'complete' && card(); return at && { ...at, root: null }; }; start();";

impl Peer {
    async fn wait_in_page(&mut self, script: &str) -> Done<Value> {
        self.commands += 1;
        let what = |what: &What| json!({ "css": what.css, "name": what.name });
        let Pages { card, name, degree, more, item, dialog, confirm, toast, .. } = &self.pages;
        let pages = json!({
            "card": card, "name": name, "degree": degree, "more": what(more), "item": what(item), "dialog": dialog,
            "confirm": what(confirm), "toast": toast,
        });
        let seen = self.client.execute_async(&format!("{WAIT}{script}"), vec![pages]).await?;
        if seen.is_null() { Err(format!("nothing to be seen: {script}").into()) } else { Ok(seen) }
    }

    async fn click_middle(&mut self, element: Value) -> Done<()> {
        self.commands += 1;
        let id = element[WEB_ELEMENT].as_str().ok_or("no element")?.to_owned();
        let element = Element::from_element_id(self.client.clone(), id.into());
        let at = PointerAction::MoveToElement {
            element,
            duration: Some(std::time::Duration::ZERO),
            x: 0.0,
            y: 0.0,
        };
        let click = MouseActions::new("mouse".to_owned())
            .then(at)
            .then(PointerAction::Down { button: fantoccini::actions::MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: fantoccini::actions::MOUSE_BUTTON_LEFT });
        Ok(self.client.perform_actions(Actions::from(click)).await?)
    }

    pub async fn remove_bare(&mut self, person: &Person) -> Done<()> {
        let path = self.address(person)?.path().to_owned();
        self.open(person).await?;
        let mut seen = self.wait_in_page(PERSON).await?;
        if seen["path"] != *path || seen["name"] != *person.name || seen["degree"] != "1st" {
            return Err(format!("{path} shows {seen}").into());
        }
        self.click_middle(seen["more"].take()).await?;
        let mut seen = self.wait_in_page(ITEM).await?;
        self.click_middle(seen["item"].take()).await?;
        let mut seen = self.wait_in_page(DIALOG).await?;
        if !seen["text"].as_str().is_some_and(|text| text.contains(&person.name)) {
            return Err(format!("the dialog is about somebody else: {seen}").into());
        }
        self.click_middle(seen["yes"].take()).await?;
        self.wait_in_page(TOAST).await?;
        self.open(person).await?;
        let seen = self.wait_in_page(AFTER).await?;
        if seen["path"] != *path || seen["name"] != *person.name || seen["degree"] == "1st" {
            return Err(format!("{path} still shows {seen}").into());
        }
        Ok(())
    }
}
