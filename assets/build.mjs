// Builds what the pages load into madang/portal/static and writes assets.json: each file with its bytes, SHA-256, source
// and licence. `--check` builds beside and fails when the committed files differ. Users of Madang never run this.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const COMMITTED = join(ROOT, "madang/portal/static");
const modules = (path) => join(ROOT, "node_modules", path);
const version = (name) => JSON.parse(readFileSync(modules(`${name}/package.json`))).version;

const OWN = { source: "assets/", licence: "Apache-2.0" };
const HTMX = { source: `htmx.org ${version("htmx.org")}, with assets/`, licence: "0BSD and Apache-2.0" };
const TUS = { source: `tus-js-client ${version("tus-js-client")}, with assets/`, licence: "MIT, BSD-3-Clause and Apache-2.0", text: "licences/tus-js-client.txt" };
const MAPLIBRE = {
  source: `maplibre-gl ${version("maplibre-gl")}`, licence: "BSD-3-Clause", text: "licences/maplibre-gl.txt",
};
const VEGA = {
  source: `vega ${version("vega")}, vega-lite ${version("vega-lite")}, vega-embed ${version("vega-embed")}, vega-interpreter ${version("vega-interpreter")}, with assets/`,
  licence: "BSD-3-Clause, ISC, MIT and Apache-2.0", text: "licences/vega.txt",
};
const PRETENDARD = { source: `pretendard ${version("pretendard")}`, licence: "OFL-1.1", text: "licences/pretendard.txt" };

// The version stands in the folder's name, so that browsers may keep these files for ever.
const MAPS = `maplibre-${version("maplibre-gl")}`;
const FONTS = `pretendard-${version("pretendard")}`;

async function scriptsAndStyle(target) {
  const shared = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2022" };
  await build({ ...shared, entryPoints: [join(HERE, "css/style.css")], outfile: join(target, "style.css"), external: ["*.svg"] });
  await build({ ...shared, entryPoints: [join(HERE, "js/portal.js")], outfile: join(target, "portal.js"), format: "esm" });
  const uploads = await build({ ...shared, entryPoints: [join(HERE, "js/upload.js")], outfile: join(target, "upload.js"), format: "esm", metafile: true });
  writeFileSync(join(target, "licences/tus-js-client.txt"), licences(uploads.metafile));
  await build({ ...shared, entryPoints: [join(HERE, "js/search.js")], outfile: join(target, "search.js"), format: "esm" });
  await build({ ...shared, entryPoints: [join(HERE, "js/sheet.js")], outfile: join(target, "sheet.js"), format: "esm" });
  await build({ ...shared, entryPoints: [join(HERE, "js/try.js")], outfile: join(target, "try.js"), format: "esm" });
  await build({ ...shared, entryPoints: [join(HERE, "js/story.js")], outfile: join(target, "story.js"), format: "esm" });
  await build({ ...shared, entryPoints: [join(HERE, "js/night.js")], outfile: join(target, "night.js"), format: "esm" });
  await build({ ...shared, entryPoints: [join(HERE, "js/chart.js")], outfile: join(target, "chart.js"), format: "esm" });
  const charts = await build({ ...shared, entryPoints: [join(HERE, "js/vega.js")], outfile: join(target, "vega.js"), format: "esm", metafile: true });
  writeFileSync(join(target, "licences/vega.txt"), licences(charts.metafile));
  // MapLibre finds its worker beside itself, so it stays the separate module that it is.
  for (const name of ["map", "scenario"]) await build({
    ...shared, entryPoints: [join(HERE, `js/${name}.js`)], outfile: join(target, `${name}.js`), format: "esm",
    external: [`./${MAPS}/maplibre-gl.mjs`], alias: { "maplibre-gl": `./${MAPS}/maplibre-gl.mjs` },
    define: { MAP_WORKER: JSON.stringify(`./${MAPS}/maplibre-gl-worker.mjs`) },
  });
}

// The licences of every package that went into a bundle.
function licences({ inputs }) {
  const packages = new Set(Object.keys(inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
  const text = (name) => {
    const file = readdirSync(modules(name)).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version(name)}\n\n${readFileSync(modules(`${name}/${file}`), "utf8").trim()}\n`;
  };
  return [...packages].sort().map(text).join(`\n${"-".repeat(80)}\n\n`);
}

function maplibre(target) {
  const strip = (text) => text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  mkdirSync(join(target, MAPS));
  for (const name of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"])
    writeFileSync(join(target, MAPS, name), strip(readFileSync(modules(`maplibre-gl/dist/${name}`), "utf8")));
  if (!readFileSync(join(target, MAPS, "maplibre-gl.mjs"), "utf8").includes("maplibre-gl-worker.mjs"))
    throw new Error("maplibre-gl no longer names its worker; look at its new way of loading it");
}

function pretendard(target) {
  const from = modules("pretendard/dist/web/variable");
  const css = readFileSync(join(from, "pretendardvariable-dynamic-subset.css"), "utf8");
  mkdirSync(join(target, FONTS));
  for (const name of readdirSync(join(from, "woff2-dynamic-subset")))
    cpSync(join(from, "woff2-dynamic-subset", name), join(target, FONTS, name));
  // A font that is late is for the next page: a line never jumps under a reader's finger.
  const small = css.replace(/\/\*[\s\S]*?\*\//g, "").replaceAll("font-display: swap", "font-display: optional").replaceAll("./woff2-dynamic-subset/", `${FONTS}/`).replace(/\s*\n\s*/g, "\n");
  writeFileSync(join(target, "fonts.css"), small.trim() + "\n");
  cpSync(modules("pretendard/dist/LICENSE.txt"), join(target, "licences/pretendard.txt"));
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.name !== "assets.json") yield path;
  }
}

function origin(name) {
  if (name.startsWith("maplibre-")) return MAPLIBRE;
  if (name.startsWith("fonts") || name.startsWith("pretendard-")) return PRETENDARD;
  if (name.startsWith("licences/")) return { source: "licence text", licence: "as it says" };
  if (name === "upload.js") return TUS;
  if (name === "vega.js") return VEGA;
  return name === "portal.js" ? HTMX : OWN;
}

function manifest(target) {
  const list = {};
  for (const path of files(target)) {
    const bytes = readFileSync(path);
    const name = relative(target, path).replaceAll("\\", "/");
    list[name] = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), ...origin(name) };
  }
  writeFileSync(join(target, "assets.json"), JSON.stringify(list, null, 1) + "\n");
  return list;
}

async function make(target) {
  mkdirSync(join(target, "licences"), { recursive: true });
  await scriptsAndStyle(target);
  maplibre(target);
  pretendard(target);
  cpSync(join(HERE, "pictures"), target, { recursive: true });
  cpSync(modules("maplibre-gl/LICENSE.txt"), join(target, "licences/maplibre-gl.txt"));
  cpSync(modules("htmx.org/LICENSE"), join(target, "licences/htmx.txt"));
  return manifest(target);
}

const checking = process.argv.includes("--check");
const target = checking ? mkdtempSync(join(tmpdir(), "madang-assets-")) : COMMITTED;
if (!checking && existsSync(target)) rmSync(target, { recursive: true });
const list = await make(target);
if (checking) {
  const same = readFileSync(join(target, "assets.json"), "utf8") === readFileSync(join(COMMITTED, "assets.json"), "utf8");
  rmSync(target, { recursive: true });
  if (!same) throw new Error("madang/portal/static is not what assets/ builds: run `npm run build` and commit the result");
}
console.log(`${Object.keys(list).length} files, ${Object.values(list).reduce((sum, one) => sum + one.bytes, 0)} bytes`);
