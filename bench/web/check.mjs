// Loads pages in Chromium and judges them: Lighthouse (phone and desktop) and axe. Reads {chrome, pages: [{name, language, url, cookie}],
// forms} from standard input, writes one JSON object a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { mobile: { width: 412, height: 823, isMobile: true, hasTouch: true }, desktop: { width: 1350, height: 940 } };
const { chrome, pages, forms } = JSON.parse(readFileSync(0, "utf8"));
const tell = (found) => console.log(JSON.stringify(found));

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

async function scores(started, { url, cookie }, form) {
  const flags = { port: started.port, output: "json", logLevel: "error", extraHeaders: cookie ? { Cookie: cookie } : {} };
  const { lhr } = await lighthouse(url, flags, form === "desktop" ? desktopConfig : undefined);
  const audits = Object.values(lhr.audits);
  const short = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id));
  return {
    scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, score === null ? null : Math.round(score * 100)])),
    shift: lhr.audits["cumulative-layout-shift"].numericValue ?? null,
    largest: lhr.audits["largest-contentful-paint"].numericValue ?? null,
    faults: audits.filter(({ id, score }) => short.includes(id) && score !== null && score < 0.9)
      .map(({ id, displayValue, details }) => `${id} ${displayValue ?? ""} ${details?.items?.[0]?.node?.snippet ?? details?.items?.[0]?.description ?? ""}`.trim()),
    error: lhr.runtimeError?.message ?? lhr.audits["largest-contentful-paint"].errorMessage ?? null,
  };
}

async function axe(started, { url, cookie }, form) {
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${started.port}`, defaultViewport: null });
  const page = await browser.newPage();
  await page.setViewport(SIZES[form]);
  if (cookie) await page.setExtraHTTPHeaders({ Cookie: cookie });
  await page.goto(url, { waitUntil: "networkidle0" });
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => ({ impact: v.impact, id: v.id, nodes: v.nodes.map((n) => n.html.slice(0, 160)) }))));
  await page.close();
  await browser.disconnect();
  return found;
}

// A browser for each page: what one leaves behind (targets that close late, caches) neither fails nor flatters the next.
for (const page of pages)
  for (const form of forms) {
    const started = await launch({ chromePath: chrome, chromeFlags: FLAGS });
    try {
      tell({ name: page.name, language: page.language, form, axe: await axe(started, page, form), ...(await scores(started, page, form)) });
    } finally {
      await started.kill();
    }
  }
