// Sites of a scenario that are dragged, or moved with the arrow keys: the server answers with the figures, the page and its address
// follow. Without this file the form and the drawing do the same.
import { Map, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";

const settings = JSON.parse(document.getElementById("scenario-settings").textContent);
const frame = document.getElementById("scenario-frame");
const box = document.getElementById("scenario-map");
const status = document.getElementById("scenario-status");
const table = document.getElementById("scenario-figures");
const { words } = settings;
const PAUSE = 120; // ms between two questions while something moves
const STEP = 8, FAR = 40; // pixels of an arrow key
const MOST_MARKERS = 300;
const shade = document.querySelector(".drawn-map g g");
const dark = Boolean(shade) && getComputedStyle(shade).fill === "rgb(13, 17, 16)"; // the ground of the drawing, as this page shows it
const tone = (pair) => pair[dark ? 1 : 0];
const state = { pairs: settings.state, asking: null, again: false, timer: 0 };

setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);

const written = ({ lng, lat }) => `${lng.toFixed(5)},${lat.toFixed(5)}`;
const query = () => new URLSearchParams(state.pairs).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");

// What the address says of one site or added place, said anew.
function put(entry, place) {
  const now = written(place);
  if (entry.key) {
    state.pairs = state.pairs.filter(([name, value]) => !(name === "move" && value.startsWith(`${entry.key}:`)));
    state.pairs.push(["move", `${entry.key}:${now}`]);
  } else {
    state.pairs = state.pairs.map(([name, value]) => (name === "add" && value === entry.at ? ["add", now] : [name, value]));
    entry.at = now;
  }
}

function tell(text) {
  status.textContent = text;
  status.hidden = !text;
}

function show(answer, last) {
  for (const { name, after, difference, better } of answer.figures) {
    const row = table.querySelector(`[data-name="${name}"]`);
    row.querySelector('[data-is="after"]').textContent = after;
    const cell = row.querySelector('[data-is="difference"]');
    cell.textContent = difference;
    cell.classList.toggle("gain", better === true);
    cell.classList.toggle("loss", better === false);
  }
  paint(answer.classes);
  if (last) document.getElementById("scenario-said").textContent = answer.said;
  table.dataset.asked = query();
}

// One question at a time; what came meanwhile is asked next.
async function ask(last) {
  if (state.asking) { state.again = state.again || last ? "last" : "more"; return; }
  state.asking = query();
  try {
    const answer = await fetch(`${settings.figures}?${state.asking}`, { headers: { Accept: "application/json" } });
    if (answer.ok) { tell(""); show(await answer.json(), last); } else tell(answer.status === 429 ? words.busy : words.lost);
  } catch { tell(words.lost); }
  const more = state.again;
  state.asking = null;
  state.again = false;
  if (more) ask(more === "last");
}

function soon() {
  if (state.timer) return;
  state.timer = setTimeout(() => { state.timer = 0; ask(false); }, PAUSE);
}

// It rests: the figures are said, and the rest of the page (list of changes, forms, address to share) follows the address.
async function rest() {
  clearTimeout(state.timer);
  state.timer = 0;
  const name = new URL(location.href).searchParams.get("name");
  const there = `${location.pathname}?${query()}${name ? `&name=${encodeURIComponent(name)}` : ""}`;
  history.replaceState(history.state, "", there);
  await ask(true);
  const answer = await fetch(there);
  if (!answer.ok) return tell(words.lost);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("scenario-changes").replaceWith(page.getElementById("scenario-changes"));
  document.getElementById("share").value = page.getElementById("share").value;
  for (const form of document.querySelectorAll(".scenario-form, #scenario-run")) {
    for (const field of form.querySelectorAll('[type="hidden"]:not([name="csrfmiddlewaretoken"])')) field.remove();
    for (const [key, value] of state.pairs) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: key, value });
      form.prepend(field);
    }
  }
}

let map;
function paint(classes) {
  if (!map?.getSource("areas")) return;
  [...classes].forEach((found, id) => map.setFeatureState({ source: "areas", id }, { found: Number(found) }));
}

const inside = ({ lng, lat }) => {
  const [west, south, east, north] = settings.limits;
  return { lng: Math.min(Math.max(lng, west), east), lat: Math.min(Math.max(lat, south), north) };
};

function marker(entry, place, moved) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `scenario-site${moved ? " moved" : ""}`;
  const made = new Marker({ element, draggable: true }).setLngLat(place).addTo(map);
  element.setAttribute("aria-label", words.move.replace("%(name)s", entry.name)); // after the map has put its own word there
  element.title = entry.name;
  const at = (last) => {
    const kept = inside(made.getLngLat());
    made.setLngLat(kept);
    element.classList.add("moved");
    put(entry, kept);
    if (last) rest(); else soon();
  };
  element.addEventListener("click", () => { document.getElementById("site").value = entry.key ? entry.name : ""; }); // for the form: close, keep, forbid
  made.on("drag", () => at(false));
  made.on("dragend", () => at(true));
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let moving = false;
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && moving) { event.preventDefault(); moving = false; return at(true); }
    const way = keys[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // else the map would move too
    const from = map.project(made.getLngLat()), step = event.shiftKey ? FAR : STEP;
    made.setLngLat(map.unproject([from.x + way[0] * step, from.y + way[1] * step]));
    moving = true;
    at(false);
  });
  element.addEventListener("blur", () => { if (moving) { moving = false; at(true); } });
}

const named = (name) => state.pairs.filter(([one]) => one === name).map(([, value]) => value);

// What was chosen or moved can be dragged; what exists is a dot, unless it was moved or closed.
function markers() {
  const moved = Object.fromEntries(named("move").map((value) => value.split(":")));
  const closed = new Set(named("close"));
  const place = (text) => text.split(",").map(Number);
  for (const [key, name, x, y] of settings.sites.filter(([key]) => !closed.has(key)).slice(0, MOST_MARKERS))
    marker({ key, name }, moved[key] ? place(moved[key]) : [x, y], Boolean(moved[key]));
  for (const value of named("add")) marker({ key: "", name: words.added, at: value }, place(value), true);
  return (feature) => !closed.has(feature.properties.key) && !moved[feature.properties.key];
}

function layers() {
  const fill = ["match", ["coalesce", ["feature-state", "found"], 3], ...settings.paint.slice(0, 3).flatMap((pair, at) => [at, tone(pair)]), tone(settings.paint[3])];
  const areas = settings.areas
    ? [{ id: "areas", type: "fill", source: "areas", paint: { "fill-color": fill } }, { id: "edges", type: "line", source: "areas", paint: { "line-color": tone(settings.ink.edge), "line-width": 0.7 } }]
    : [{ id: "areas", type: "circle", source: "areas", paint: { "circle-color": fill, "circle-radius": 4, "circle-stroke-width": 0.5, "circle-stroke-color": tone(settings.ink.edge) } }];
  const old = { id: "old", type: "circle", source: "old", paint: { "circle-color": tone(settings.paint[4]), "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 1.4, 14, 5] } };
  return [{ id: "ground", type: "background", paint: { "background-color": tone(settings.ink.ground) } }, ...areas, old];
}

async function draw() {
  const answer = await fetch(settings.shapes);
  if (!answer.ok) throw new Error(`${answer.status} ${settings.shapes}`);
  const { areas, old } = await answer.json();
  const sources = { areas: { type: "geojson", data: areas }, old: { type: "geojson", data: { ...old, features: [] } } };
  box.hidden = false;
  map = new Map({
    container: box, style: { version: 8, sources, layers: layers() }, bounds: settings.bounds, attributionControl: false, dragRotate: false, fadeDuration: 0,
    maxZoom: 18, locale: { "NavigationControl.ZoomIn": words.in, "NavigationControl.ZoomOut": words.out, "Map.Title": words.map },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({}), "bottom-left");
  map.on("error", ({ error }) => console.info(error?.message));
  map.once("load", () => {
    paint(settings.classes);
    map.getSource("old").setData({ ...old, features: old.features.filter(markers()) });
    map.once("idle", () => { frame.classList.add("live"); box.dataset.drawn = "yes"; });
  });
}

draw().catch((error) => {
  console.info(error.message);
  box.hidden = true;
  frame.classList.remove("live");
  tell(words.failed);
});
