// Opens pages in headless Chromium at 1280 and at 320 CSS pixels (400 % zoom of 1280), and asks axe-core for faults against
// WCAG 2.2 A and AA. Ends with 1 where there is one, where a page asks for anything from elsewhere, or where it needs
// scrolling sideways as a whole. What axe cannot decide ("incomplete") is listed: letters of charts lie over shapes.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, browserPath, out, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(tools, "package.json"));
const puppeteer = (await import(pathToFileURL(require.resolve("puppeteer-core")))).default;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], headless: true });
let faults = 0;
for (const page of pages) {
  const name = path.basename(page, ".html");
  for (const width of [1280, 320]) {
    const tab = await browser.newPage();
    const asked = [];
    tab.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) asked.push(request.url());
    });
    await tab.setViewport({ width, height: 900 });
    await tab.goto(pathToFileURL(path.resolve(page)).href);
    await tab.screenshot({ path: path.join(out, `${name}-${width}.png`), fullPage: true });
    if (width === 1280) await tab.pdf({ path: path.join(out, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
    await tab.evaluate(axe);
    const found = await tab.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    const violations = found.violations.map((rule) => `${rule.id} (${rule.nodes.length}): ${rule.help}`);
    if (wide > width) violations.push(`the page is ${wide} pixels wide in a window of ${width}`);
    violations.push(...asked.map((address) => `asks for ${address}`));
    const undecided = found.incomplete.map((rule) => `${rule.id} ${rule.nodes.length}`).join(", ") || "none";
    console.log(`${name} at ${width}: ${violations.length} faults, ${found.passes.length} rules kept, undecided: ${undecided}`);
    for (const violation of violations) console.log(`  ${violation}`);
    faults += violations.length;
    await tab.close();
  }
}
await browser.close();
console.log(faults === 0 ? "RESULT: nothing was found" : `RESULT: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
