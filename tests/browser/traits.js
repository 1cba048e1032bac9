// The body of a function: `arguments[0]` is { list: true } for the traits of the page, or { take: [traits] } to take these away, after
// what was taken before has been put back. A trait is `kind|name|value`, with names, numbers and keys of chance replaced.
const wanted = arguments[0];
// How things look, where links lead, and what is drawn is no name.
const LEFT_ALONE = /^(style|href|src|srcset|type|value|width|height|viewBox|d|cx|cy|r|rx|ry|fill|stroke|stroke-width|hidden|inert|open|checked|disabled|tabindex|for|name|content|charset|method|action|dir|lang|size|loading|required|autocomplete)$/;
const people = (window.practiceNames ||= (() => {
  const config = JSON.parse(document.getElementById("practice-config")?.textContent || "{}");
  const named = [config.person, config.owner, ...(config.rows || [])].filter(Boolean);
  const shown = [...document.querySelectorAll("[data-name]")].map((el) => el.dataset.name);
  return [...new Set([...named.map((one) => one.name), ...shown])].filter(Boolean).sort((a, b) => b.length - a.length);
})());
const slugs = (window.practiceSlugs ||= [...document.querySelectorAll("a[href*='/in/']")].map((a) => decodeURIComponent(a.getAttribute("href").split("/in/")[1].split("/")[0])).filter((slug) => slug.length > 4).sort((a, b) => b.length - a.length));
const bare = (text) => {
  let said = text.trim().replace(/\s+/g, " ");
  for (const name of people) said = said.replaceAll(name, "NAME");
  for (const slug of slugs) said = said.replaceAll(slug, "SLUG");
  return said.replace(/AC[ow][\w-]{10,}?(?=Topcard)/g, "MEMBER").replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID").replace(/\b_[0-9a-f]{8}\b/g, "_HASH").replace(/AC[ow][\w-]{10,}/g, "MEMBER").replace(/\d+/g, "N");
};
const each = function* () {
  const roots = [document.body];
  for (const el of document.querySelectorAll("*")) if (el.shadowRoot) roots.push(el.shadowRoot);
  for (const root of roots) {
    for (const el of [...(root.querySelectorAll ? [root === document.body ? root : null, ...root.querySelectorAll("*")] : [])]) {
      if (!el || /^(SCRIPT|STYLE|CODE)$/.test(el.tagName)) continue;
      for (const { name, value } of [...el.attributes]) {
        if (LEFT_ALONE.test(name)) continue;
        if (name === "class") for (const token of el.classList) yield { key: "class||" + bare(token), el, name, token };
        else if (name === "id") yield { key: "id||" + bare(value), el, name };
        else yield { key: "attribute|" + name + "|" + bare(value), el, name };
      }
      for (const node of el.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !/\p{L}/u.test(node.data)) continue;
        // A degree is a number with letters.
        const short = node.data.trim();
        const said = short.length < 8 ? short : bare(node.data);
        // What people write, and their names, are what is read.
        if (!said.includes("NAME") && !el.closest("[data-person],a[href*='/in/']")) yield { key: "text||" + said, node };
      }
    }
  }
};
const sheets = () => [...document.querySelectorAll("style")];

for (const undo of (window.practiceUndo || []).reverse()) undo();
window.practiceUndo = [];
if (wanted.list) return [...new Set([...each()].map(({ key }) => key))];
const undo = window.practiceUndo;
const gone = new Set(wanted.take);
const renamed = new Set();
for (const { key, el, name, token, node } of [...each()]) {
  if (!gone.has(key)) continue;
  if (node) {
    const was = node.data;
    undo.push(() => { node.data = was; });
    node.data = was.replace(/\p{L}/gu, (letter) => (/\p{Lu}/u.test(letter) ? "Q" : "q"));
  } else if (token) {
    // It looks as before: its style goes with it.
    renamed.add(token);
    const was = el.getAttribute("class");
    undo.push(() => el.setAttribute("class", was));
    el.setAttribute("class", [...el.classList].map((one) => (one === token ? "q-" + one : one)).join(" "));
  } else {
    const was = el.getAttribute(name);
    undo.push(() => el.setAttribute(name, was));
    el.removeAttribute(name);
  }
}
if (renamed.size) {
  for (const sheet of sheets()) {
    const was = sheet.textContent;
    undo.push(() => { sheet.textContent = was; });
    sheet.textContent = was.replace(/\.([A-Za-z_][\w-]*)/g, (whole, one) => (renamed.has(one) ? ".q-" + one : whole));
  }
}
return gone.size;
