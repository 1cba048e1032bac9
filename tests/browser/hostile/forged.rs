//! Pages that try to have another answer given than what they show.

/// What the page puts in the place of what its world gives, while its document stays as it is: what comes of the person is what comes
/// of them on the same page without it.
pub(super) const FORGED: &[(&str, &str)] = &[
    ("nothing", ""),
    (
        "JSON",
        "JSON.stringify = () => '{\"enough\":true,\"missing\":{\"by\":\"text\",\"what\":\"x\"}}'; JSON.parse = () => ({ wait: 'nothing' });",
    ),
    (
        "a toJSON for everything",
        "Object.defineProperty(Object.prototype, 'toJSON', { value: () => ({ enough: true, missing: { by: 'text', what: 'x' } }) });",
    ),
    (
        "Promise",
        "window.Promise = class { constructor() {} then() { return this; } static resolve() { return new this(); } };",
    ),
    ("what a Promise does", "Promise.prototype.then = function () { return this; };"),
    (
        "what is searched for",
        "for (const of of [Document.prototype, Element.prototype]) for (const name of ['querySelector', 'querySelectorAll']) { const was = of[name]; \
         of[name] = function (css) { return /Topcard|menuitem|dialog|overflow|main|h2|h1/.test(css) ? was.call(this, '#nothing') : was.call(this, css); }; }",
    ),
    (
        "styles",
        "window.getComputedStyle = () => ({ display: 'none', visibility: 'hidden', clip: '', clipPath: 'inset(50%)', position: 'fixed' });",
    ),
    (
        "lists",
        "for (const name of ['flatMap', 'some', 'every', 'findIndex', 'map', 'join', 'push', 'slice']) Array.prototype[name] = () => [];",
    ),
    (
        "texts",
        "for (const name of ['normalize', 'toLowerCase', 'trim', 'split', 'startsWith', 'includes']) String.prototype[name] = () => 'otto wirth';",
    ),
    ("patterns", "RegExp.prototype.test = () => true; RegExp.prototype.exec = () => null;"),
    (
        "maps and sets",
        "window.Map = window.Set = window.WeakMap = class { has() { return true; } get() { return null; } set() {} add() {} };",
    ),
    (
        "whatever an object has not",
        "for (const name of ['why', 'found', 'enough', 'stop', 'proof', 'missing', 'root', 'el', 'token']) Object.defineProperty(Object.prototype, name, { get: () => 'x', set() {}, configurable: true });",
    ),
    (
        "what objects hold",
        "Object.keys = Object.values = Object.entries = () => []; Object.assign = (to) => to; Object.hasOwn = () => false;",
    ),
    (
        "the texts of elements",
        "Object.defineProperty(HTMLElement.prototype, 'innerText', { get: () => 'Otto Wirth' }); Object.defineProperty(Document.prototype, 'title', { get: () => 'Security Verification' });",
    ),
    (
        "attributes",
        "const was = Element.prototype.getAttribute; Element.prototype.getAttribute = function (name) { return /href|label|role/.test(name) ? '/in/otto-wirth/' : was.call(this, name); };",
    ),
    (
        "clocks",
        "performance.now = () => 0; Date.now = () => 0; Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => 0 });",
    ),
    (
        "the page's account of its requests",
        "Performance.prototype.getEntriesByType = () => [{ responseStatus: 429, responseStart: 1, decodedBodySize: 0 }]; setInterval(() => performance.clearResourceTimings(), 5);",
    ),
    (
        "observers",
        "window.MutationObserver = window.PerformanceObserver = class { observe() {} disconnect() {} };",
    ),
    ("frames and timers", "window.requestAnimationFrame = window.requestIdleCallback = () => 0;"),
    (
        "kinds of events",
        "Object.defineProperty(Event.prototype, 'type', { get: () => 'auxclick' }); Event.prototype.composedPath = () => [];",
    ),
    (
        "classes by proxies",
        "for (const name of ['Element', 'Node', 'ShadowRoot', 'Event', 'HTMLElement']) window[name] = new Proxy(window[name], { get: () => class {}, construct: () => ({}), has: () => true });",
    ),
    (
        "how functions are called",
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => () => null; Reflect.apply = () => null;",
    ),
    (
        "addresses",
        "window.URL = window.URLSearchParams = class { get pathname() { return '/checkpoint/'; } has() { return true; } };",
    ),
    (
        "what lies at a point",
        "Document.prototype.elementFromPoint = () => document.body; ShadowRoot.prototype.elementFromPoint = () => null;",
    ),
    ("movement", "Element.prototype.getAnimations = () => [1]; Element.prototype.scrollIntoView = () => {};"),
    (
        "our own name and memory",
        "window.unlinked = { ask: () => '{\"enough\":true}' }; window.memory = { guard: null }; Object.freeze(window.unlinked); window.look = window.ask = () => 0;",
    ),
    (
        "our event",
        "for (const stop of [true, false]) addEventListener('unlinked-guard', (e) => e.stopImmediatePropagation(), stop); setInterval(() => dispatchEvent(new Event('unlinked-guard')), 3);",
    ),
    (
        "questions by prompts",
        "setTimeout(() => confirm('Go on?'), 150); setTimeout(() => alert('Wait!'), 500);",
    ),
    ("windows", "addEventListener('pointerup', () => window.open('/in/otto-wirth/'));"),
    (
        "downloads",
        "addEventListener('pointerup', () => { const a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.bin'; a.click(); });",
    ),
    (
        "a window that cannot be changed",
        "addEventListener('DOMContentLoaded', () => { Object.preventExtensions(window); Object.freeze(document); });",
    ),
];
