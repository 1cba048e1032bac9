// The removal of the benchmark in Playwright, as somebody who knows it well would write it: locators that wait by themselves,
// navigation that returns as soon as the new document is there, and nothing read twice. Same pages, same checks and the same
// verification on a fresh load as the other peers; see ../run.py for what it is given and how it is timed.
//
// node playwright.mjs JOB.json        prints one JSON line for each person

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { chromium } = createRequire(job.modules + '/')('playwright-core');
const pages = JSON.parse(readFileSync(new URL('./pages.json', import.meta.url), 'utf8'))[job.front_end];

const browser = await chromium.launch({
  executablePath: job.chromium,
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const context = await browser.newContext(job.surface === 'mobile' ? { ...phone, userAgent: job.phone } : { viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(15000);

const card = page.locator(pages.card);
const dialog = page.locator(pages.dialog);
const find = (root, what) => {
  if (what.role) return root.getByRole(what.role, { name: what.name, exact: true });
  return what.name ? root.locator(what.css, { hasText: what.name }) : root.locator(what.css);
};
const press = (locator) => (job.surface === 'mobile' ? locator.tap() : locator.click());

// Whom the page is about, and the degree that is visible.
async function identify(person) {
  const degree = card.locator('xpath=' + pages.degree).filter({ visible: true });
  const [name, text] = await Promise.all([card.locator(pages.name).innerText(), degree.innerText()]);
  const path = decodeURIComponent(new URL(page.url()).pathname);
  if (path !== pages.path.replace('{slug}', person.slug)) throw new Error(`${path} is not about ${person.slug}`);
  if (name.trim() !== person.name) throw new Error(`${name} is not ${person.name}`);
  return text.replace('·', '').trim();
}

async function remove(person) {
  const address = job.site + pages.path.replace('{slug}', encodeURIComponent(person.slug));
  await page.goto(address, { waitUntil: 'commit' });
  const before = await identify(person);
  if (before !== '1st') throw new Error(`${person.slug} is ${before}`);
  await press(find(card, pages.more));
  const item = find(page, pages.item);
  if (job.pictures) {
    await item.waitFor();
    await page.screenshot({ path: `${job.pictures}/${person.slug}-before.png` });
  }
  await press(item);
  const said = await dialog.innerText();
  if (!said.includes(person.name)) throw new Error(`the dialog is about somebody else: ${said}`);
  await press(find(dialog, pages.confirm));
  await page.locator('xpath=' + pages.toast).waitFor();
  await page.goto(address, { waitUntil: 'commit' });
  const after = await identify(person);
  if (after !== '2nd' && after !== '3rd') throw new Error(`${person.slug} is still ${after}`);
  const seen = performance.now();
  await page.waitForLoadState('load');
  await page.waitForTimeout(Math.max(0, job.stand_ms - (performance.now() - seen)));
  if (job.stand_ms && (await identify(person)) !== after) throw new Error(`${person.slug} did not stay ${after}`);
  if (job.pictures) await page.screenshot({ path: `${job.pictures}/${person.slug}-after.png` });
}

try {
  for (const person of job.people) {
    const started = performance.now();
    await remove(person);
    console.log(JSON.stringify({ event: 'person', slug: person.slug, outcome: 'removed', ms: performance.now() - started }));
  }
} finally {
  await browser.close();
}
