//! Pages that try to have somebody else removed. Each lays a button that does harm over the item as the pointer comes, or something
//! else in its place.

/// The button that does harm, laid over the item as the pointer comes, with handlers on everything a click consists of.
pub(super) const VEIL: &str = "addEventListener('pointermove', (e) => { if (window.veil || !e.target.closest('.q-r')) return; \
    const veil = window.veil = document.createElement('button'); veil.textContent = 'Block'; \
    veil.style = 'position:fixed;inset:0;z-index:99'; \
    for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) \
    veil.addEventListener(kind, (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' })); document.body.append(veil); });";

/// What of ours the page finds on `window`.
pub(super) const STRANGE: &str =
    "const strange = () => Object.getOwnPropertyNames(window).filter((name) => /unlinked/.test(name));";

/// The twin of an item, which is somebody else's, in its place from then on: nothing tells them apart, and a click on it removes another.
macro_rules! twin {
    ($($then:literal),+) => {
        concat!(
            "window.veil = 1; const twinOf = (item) => { const twin = item.cloneNode(true); \
             for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) twin.addEventListener(kind, (e) => { \
             if (!e.isTrusted) return; e.stopImmediatePropagation(); fetch('/removed/otto', { method: 'POST' }); }, true); return twin; }; \
             const swap = (item, twin = item && twinOf(item)) => { if (!item || !item.isConnected) return; item.replaceWith(twin); }; ",
            $($then),+
        )
    };
}

/// The same at one kind of event, before any other handler of the page, for what fits this.
macro_rules! twin_at {
    ($kind:literal, $css:literal) => {
        twin!(
            "addEventListener('",
            $kind,
            "', (e) => e.isTrusted && swap(e.target.closest?.('",
            $css,
            "')), true);"
        )
    };
}

/// The page finds out by the style's `:hover` that the pointer has come, where no event tells it: as soon as the item or the dialog's
/// button, which had stood there without it, has it over itself.
pub(super) const ON_HOVER: &str = "const onHover = (does) => { const [here, there] = [new MessageChannel(), new WeakSet()]; \
    here.port1.onmessage = () => { for (const it of document.querySelectorAll('.q-r,.q-yes')) if (!it.matches(':hover')) there.add(it); \
    const over = [...document.querySelectorAll(':hover')].at(-1), it = over && over.closest('.q-r,.q-yes'); \
    if (it && there.has(it)) does({ target: over, isTrusted: true }); here.port2.postMessage(0); }; here.port2.postMessage(0); };";

/// The same kind for a page that does not wait to be told of the pointer, if it waits for that at all.
pub(super) fn by_style(script: &str) -> Option<String> {
    let told = ["addEventListener('pointermove',", "addEventListener('mousemove',"];
    let by_style = told.iter().fold(script.to_owned(), |script, told| script.replace(told, "onHover("));
    (by_style != script).then_some(by_style)
}

/// What the page does before its own other scripts, with [`VEIL`] over its button: harm is tried, and must not come about.
pub(super) const HARM: &[(&str, &str)] = &[
    ("nothing but the veil", ""),
    (
        "names taken beforehand",
        "for (const name of ['__unlinked_guard', '__unlinked_guard_placed', '__unlinked_opener', '__unlinked_look']) Object.defineProperty(window, name, { value: { listener: null, dialogs: [] } });",
    ),
    (
        "our names deleted and set",
        "setInterval(() => { for (const name of strange()) { try { delete window[name]; } catch {} try { window[name] = (k, e, a) => a({ enough: true, proof: true, guard: { verdict: 'passed' } }); } catch {} } }, 1);",
    ),
    (
        "our names defined anew",
        "setInterval(() => { for (const name of strange()) { try { Object.defineProperty(window, name, { value: (k, e, a) => a({ enough: true, proof: true, guard: { verdict: 'passed' } }) }); } catch {} } }, 1);",
    ),
    (
        "our function called without its key",
        "setInterval(() => { for (const name of strange()) for (const wait of ['target', 'nothing', 'race']) { try { window[name]({ wait, at: 'more', token: '9' }, { wait, at: 'more', token: '9' }, () => {}); } catch {} } }, 1);",
    ),
    (
        "the state of our function cleared",
        "setInterval(() => { for (const name of strange()) { try { window[name].listener = null; window[name].held = {}; } catch {} } }, 1);",
    ),
    (
        "events cannot be stopped",
        "Event.prototype.stopImmediatePropagation = () => {}; Event.prototype.stopPropagation = () => {}; Event.prototype.preventDefault = () => {};",
    ),
    (
        "every event went through our item",
        "const was = Event.prototype.composedPath; Event.prototype.composedPath = function () { return [...document.querySelectorAll('.q-r'), ...was.call(this)]; };",
    ),
    (
        "Reflect and call put in another's place",
        "Reflect.apply = () => [document.querySelector('.q-r')]; Function.prototype.call = Function.prototype.apply = function () { return [document.querySelector('.q-r')]; };",
    ),
    (
        "handlers are added nowhere",
        "EventTarget.prototype.addEventListener = ((was) => function (kind, ...rest) { return kind === 'click' || this !== window ? was.call(this, kind, ...rest) : undefined; })(EventTarget.prototype.addEventListener);",
    ),
    (
        "handlers taken away",
        "setInterval(() => { for (const kind of ['pointerdown', 'click']) removeEventListener(kind, onclick, true); }, 1);",
    ),
    (
        "the page written anew",
        "addEventListener('DOMContentLoaded', () => setTimeout(() => { const html = document.documentElement.outerHTML; document.open(); \
         for (const kind of ['pointerdown', 'mousedown', 'click']) addEventListener(kind, (e) => { if (!e.isTrusted || !e.target.closest('.q-r')) return; \
         e.stopImmediatePropagation(); fetch('/removed/otto', { method: 'POST' }); }, true); document.write(html); document.close(); }, 0));",
    ),
    ("timers that never come", "window.setTimeout = () => 0; window.requestAnimationFrame = () => 0;"),
    ("no observer", "window.MutationObserver = class { observe() {} disconnect() {} };"),
    (
        "synthetic clicks all the time",
        "setInterval(() => { const item = document.querySelector('.q-r'); if (item) for (const kind of ['pointerdown', 'pointerup', 'click']) (window.veil || document.body).dispatchEvent(new PointerEvent(kind, { bubbles: true, composed: true })); }, 5);",
    ),
    (
        "whatever is asked lies under the item",
        "Document.prototype.elementFromPoint = () => document.querySelector('.q-r') || document.body;",
    ),
    ("everything can be seen", "Element.prototype.checkVisibility = () => true;"),
    (
        "the answers of every question forged",
        "JSON.stringify = () => '{\"enough\":true,\"proof\":true,\"guard\":{\"verdict\":\"passed\"}}'; JSON.parse = () => ({ wait: 'nothing' });",
    ),
    (
        "the button of the item moved into a frame, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item || window.framed) return; window.framed = true; \
         const box = item.getBoundingClientRect(), frame = document.createElement('iframe'); \
         frame.style = `position:fixed;left:${box.x}px;top:${box.y}px;width:${box.width}px;height:${box.height}px;z-index:99`; \
         frame.srcdoc = `<button style=\"position:fixed;inset:0\" onpointerdown=\"fetch('/removed/otto', { method: 'POST' })\">Remove Connection</button>`; document.body.append(frame); });",
    ),
    (
        "another's button in the top layer, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.top1) return; const it = window.top1 = document.createElement('div'); it.popover = 'manual'; \
         it.style = 'width:100vw;height:100vh;inset:0'; it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); document.body.append(it); it.showPopover(); });",
    ),
    (
        "another's button in a closed shadow root over the item",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.shade) return; const host = window.shade = document.createElement('div'); \
         host.style = 'position:fixed;inset:0;z-index:99'; const root = host.attachShadow({ mode: 'closed' }); const it = document.createElement('button'); it.style = 'position:fixed;inset:0'; \
         it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); root.append(it); document.body.append(host); });",
    ),
    (
        "another's address, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item) return; history.pushState(null, '', '/in/otto-wirth/'); \
         document.querySelector('#who').textContent = 'Otto Wirth'; item.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); });",
    ),
    (
        "nothing takes a pointer but another's button",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.none) return; const it = window.none = document.createElement('button'); \
         it.style = 'position:fixed;inset:0;z-index:-1;pointer-events:auto'; it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); \
         document.body.append(it); document.querySelector('.q-r').style.pointerEvents = 'none'; document.querySelector('[role=menu]').style.pointerEvents = 'none'; });",
    ),
    (
        // Not where the menu opens under a pointer that rests: then the twin is what is found.
        "the item's twin in its place as the pointer comes over it",
        twin!(
            "addEventListener('pointerover', (e) => { const from = window.from; window.from = [e.clientX, e.clientY]; \
             if (e.isTrusted && from && (from[0] !== e.clientX || from[1] !== e.clientY)) swap(e.target.closest?.('.q-r')); }, true);"
        ),
    ),
    ("the item's twin in its place as the pointer moves", twin_at!("pointermove", ".q-r")),
    ("the item's twin in its place as the mouse moves", twin_at!("mousemove", ".q-r")),
    ("the item's twin in its place at the press", twin_at!("pointerdown", ".q-r")),
    ("the item's twin in its place at the mouse's press", twin_at!("mousedown", ".q-r")),
    ("the item's twin in its place at the end of the press", twin_at!("pointerup", ".q-r")),
    ("the item's twin in its place at the end of the mouse's press", twin_at!("mouseup", ".q-r")),
    ("the whole menu's twin in its place as the pointer moves", twin_at!("pointermove", "[role=menu]")),
    ("the whole menu's twin in its place at the press", twin_at!("pointerdown", "[role=menu]")),
    ("the twin of the dialog's button in its place as the pointer moves", twin_at!("pointermove", ".q-yes")),
    ("the twin of the dialog's button in its place at the press", twin_at!("pointerdown", ".q-yes")),
    (
        "the twin of the whole dialog in its place as the pointer moves",
        twin_at!("pointermove", "[role=alertdialog]"),
    ),
    (
        "the item's twin laid exactly over it as the pointer moves",
        twin!(
            "addEventListener('pointermove', (e) => { const item = e.target.closest?.('.q-r'); if (!item || window.laid) return; window.laid = true; \
             const box = item.getBoundingClientRect(), twin = twinOf(item); item.removeAttribute('class'); \
             twin.style = `position:fixed;box-sizing:border-box;left:${box.x}px;top:${box.y}px;width:${box.width}px;height:${box.height}px;z-index:99`; document.body.append(twin); }, true);"
        ),
    ),
    (
        "the item pushed aside, and its twin where it stood",
        twin!(
            "addEventListener('pointermove', (e) => { const item = e.target.closest?.('.q-r'); if (!item || window.pushed) return; window.pushed = true; \
             const twin = twinOf(item); item.before(twin); item.style.marginTop = '200px'; }, true);"
        ),
    ),
    (
        "the item's twin shown in its place by the page's style, where the pointer is",
        twin!(
            "new MutationObserver(() => { const item = document.querySelector('.q-r'); if (!item || item.parentNode.matches('.two')) return; \
             const two = document.createElement('div'), twin = twinOf(item); two.className = 'two'; twin.className = 'twin'; item.replaceWith(two); two.append(item, twin); \
             }).observe(document, { childList: true, subtree: true }); \
             document.documentElement.insertAdjacentHTML('beforeend', '<style>.two > .twin, .two:hover > .q-r { display: none } .two:hover > .twin { display: block }</style>');"
        ),
    ),
    (
        "the item's own words turned to somebody else's as the pointer moves",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest?.('.q-r'); if (!item || window.turned) return; window.turned = true; \
         const was = item.innerHTML; item.innerHTML = '<p>Remove Otto Wirth</p>'; item.onpointerdown = item.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); \
         }, true);",
    ),
    (
        "another's button in an open shadow root over the item",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.shade) return; const host = window.shade = document.createElement('div'); \
         host.style = 'position:fixed;inset:0;z-index:99'; const root = host.attachShadow({ mode: 'open' }); const it = document.createElement('button'); it.style = 'position:fixed;inset:0'; \
         it.onpointerdown = it.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); root.append(it); document.body.append(host); });",
    ),
    (
        "the item drawn into a slot beside another's button",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item || window.slotted) return; window.slotted = true; \
         const root = item.attachShadow({ mode: 'closed' }), it = document.createElement('button'); it.textContent = 'Remove Connection'; it.style = 'width:100%;height:100%'; \
         it.onpointerdown = it.onclick = (e) => { if (!e.isTrusted) return; e.stopImmediatePropagation(); fetch('/removed/otto', { method: 'POST' }); }; root.append(it); });",
    ),
    (
        "another's modal dialog in the top layer, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { if (!e.target.closest('.q-r') || window.modal) return; const it = window.modal = document.createElement('dialog'); \
         it.innerHTML = '<button style=\"position:fixed;inset:0\">Block</button>'; it.firstChild.onpointerdown = it.firstChild.onclick = (e) => e.isTrusted && fetch('/removed/otto', { method: 'POST' }); \
         document.body.append(it); it.showModal(); });",
    ),
    (
        "listeners on the window from the first script, which hear whatever falls on the veil",
        "for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) for (const on of [window, document]) on.addEventListener(kind, (e) => \
         e.isTrusted && window.veil instanceof Element && e.composedPath().includes(window.veil) && fetch('/removed/otto', { method: 'POST' }), true);",
    ),
    (
        "the page turned to another's by a navigation of its own, as the pointer comes",
        "window.veil = 1; addEventListener('pointermove', (e) => { const item = e.target.closest('.q-r'); if (!item || window.gone1) return; window.gone1 = true; \
         if (window.navigation) navigation.addEventListener('navigate', (to) => to.canIntercept && to.intercept({ handler: async () => {} })); location.hash = '#x'; \
         history.replaceState(null, '', '/in/otto-wirth/'); item.onpointerdown = item.onclick = (e) => { if (!e.isTrusted) return; e.stopImmediatePropagation(); fetch('/removed/otto', { method: 'POST' }); }; }, true);",
    ),
];
