// SPDX-License-Identifier: MIT
// The page in a real browser: browser.mjs PAGE NUMBERS SCREENSHOTS, where NUMBERS is a JSON file with
// what SQL says the tiles and lists should count. Ends with "N passed, N failed".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [page_file, numbers_file, screenshots] = process.argv.slice(2);
const require = createRequire(resolve("build/page/node_modules/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const numbers = JSON.parse(readFileSync(numbers_file, "utf8"));
const url = "file://" + resolve(page_file);

let passed = 0, failed = 0;
function check(what, good, detail) {
  if (good) {
    passed++;
  } else {
    failed++;
    console.log(`FAILED: ${what}${detail === undefined ? "" : ": " + JSON.stringify(detail)}`);
  }
}
const same = (what, actual, expected) =>
  check(what, JSON.stringify(actual) === JSON.stringify(expected), { actual, expected });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});

for (const [width, height] of [[1280, 900], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    const form = `${width} ${colorScheme}`;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const requests = [], complaints = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => { complaints.push("dialog"); dialog.dismiss(); });
    await page.goto(url);

    // nothing ran but its own script, nothing was asked for
    same(`${form}: hostile texts ran nothing`, await page.evaluate(() => window.hacked ?? null), null);
    same(`${form}: one script, no image, no frame, no handler`, await page.evaluate(() => [
      document.scripts.length, document.querySelectorAll("img, iframe, object, embed, link, b > b, td *").length,
      [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).filter((a) => /^on/i.test(a.name)).length]),
      [1, 0, 0]);
    same(`${form}: no complaint`, complaints, []);

    // what SQL says
    const tiles = await page.$$eval(".tile", (all) => all.map((tile) => Number(tile.querySelector("b").textContent)));
    same(`${form}: tiles`, tiles, numbers.tiles);
    const totals = await page.$$eval("section", (all) =>
      Object.fromEntries(all.map((s) => [s.id, Number(s.querySelector(".count").textContent)])));
    for (const [id, total] of Object.entries(numbers.lists)) same(`${form}: ${id}`, totals[id], total);
    same(`${form}: rows of findings`, await page.locator("#findings tbody tr").count(), Math.min(numbers.lists.findings, 1000));
    const texts = await page.$$eval("td", (all) => all.map((cell) => cell.textContent.trim()));
    for (const text of numbers.texts) check(`${form}: ${text} shows as text`, texts.includes(text));

    // a tile leads to its list
    for (const id of ["secrets", "tls", "status", "tags", "rules"]) {
      await page.click(`a[href="#${id}"]`);
      const top = await page.$eval(`#${id}`, (e) => e.getBoundingClientRect().top);
      check(`${form}: the tile leads to ${id}`, top > -5 && top < height, top);
    }

    // the search hides rows and nothing else; all words must be there, in any case
    const all = await page.locator("tbody tr").count();
    await page.fill("#search", "LEAKY example.com");
    const visible = await page.$$eval("tbody tr", (rows) => rows.filter((row) => !row.hidden).map((row) => row.textContent));
    check(`${form}: search`, visible.length > 0 && visible.every((text) => /leaky/.test(text) && /example.com/.test(text)), visible);
    await page.fill("#search", "");
    same(`${form}: all rows are there again`, await page.$$eval("tbody tr", (rows) => rows.filter((row) => !row.hidden).length), all);

    // sorting, numbers by value
    const column = (selector) => page.$$eval(selector, (cells) => cells.map((cell) => cell.textContent));
    const before = await column("#endpoints tbody td:nth-child(7)");
    const sorted = [...before].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    await page.click("#endpoints th:nth-child(7) button");
    same(`${form}: ascending`, await column("#endpoints tbody td:nth-child(7)"), sorted);
    await page.click("#endpoints th:nth-child(7) button");
    same(`${form}: descending`, await column("#endpoints tbody td:nth-child(7)"), sorted.reverse());
    same(`${form}: sort is told`, await page.getAttribute("#endpoints th:nth-child(7)", "aria-sort"), "descending");

    // a long text folds, and unfolds where it is looked at
    const long = page.locator("td.long").first();
    const folded = (await long.boundingBox()).height;
    await long.focus();
    check(`${form}: a long text unfolds`, (await long.boundingBox()).height >= folded && folded < 80, folded);

    // no scrolling sideways but inside of a list
    check(`${form}: fits the screen`, await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    same(`${form}: nothing was requested`, requests.filter((r) => r.split("#")[0] !== url), []);
    await page.goto(url);
    await page.screenshot({ path: `${screenshots}/${width}-${colorScheme}.png` });
    await page.close();

    // contrast, labels, structure: axe's script would be refused by the page's own policy
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: true });
    const checked = await context.newPage();
    await checked.goto(url);
    await checked.evaluate(axe);
    const found = await checked.evaluate(() => window.axe.run());
    same(`${form}: axe`, found.violations.map((v) => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 100)]), []);
    await context.close();
  }
}

// everything is there without a script, too
const plain = await browser.newContext({ javaScriptEnabled: false });
const page = await plain.newPage();
await page.goto(url);
check("without script: no search box", !(await page.locator("#search").isVisible()));
same("without script: rows", await page.locator("#findings tbody tr").count(), Math.min(numbers.lists.findings, 1000));
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
