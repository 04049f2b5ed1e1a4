// The map of the browser over the server's drawing, with the same classes. All it loads comes from this portal, unless the operator
// named tiles to lay under it.
import { AttributionControl, Map, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { classOf, keyed, stepped, tone } from "./map-paint.js";
import { popup, scaled, written } from "./map-popup.js";
import { seek } from "./map-seek.js";
import { source } from "./map-tiles.js";
import { time } from "./map-time.js";

const element = document.getElementById("map-settings");
const settings = element ? JSON.parse(element.textContent) : null;
const box = document.getElementById("map");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const { words, ink } = settings ?? {};
const DRAWN = ["areas", "lines", "points", "counts"];
const said = document.getElementById("map-said");
const state = { at: settings?.at ?? 0, values: null, over: null };

setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);

function hexagons({ middles, corners, numbers }) {
  const features = middles.map(([x, y], place) => ({
    type: "Feature", properties: { _row: numbers[place] },
    geometry: { type: "Polygon", coordinates: [corners.map(([dx, dy]) => [x + dx, y + dy])] },
  }));
  return { type: "geojson", data: { type: "FeatureCollection", features } };
}

const colour = () => (settings.mode === "stepped" ? stepped(settings) : keyed(settings, state.values, state.at, "_row"));
const places = () => (settings.mode === "heat" ? hexagons(state.values) : source(settings.layer.tiles, settings.layer.wheres[state.at] ?? settings.layer.wheres[0] ?? ""));

function layers(paint) {
  const from = settings.mode === "heat" ? { source: "rows" } : { source: "rows", "source-layer": "rows" };
  const counts = { source: "rows", "source-layer": "counts" };
  const size = ["interpolate", ["linear"], ["zoom"], 9, 3.5, 15, 8];
  const soft = { "fill-color-transition": { duration: still ? 0 : 250, delay: 0 } };
  const list = [
    { id: "areas", type: "fill", ...from, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint, "fill-opacity": settings.base ? 0.75 : 1, ...soft } },
    { id: "edges", type: "line", ...from, filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": tone(ink.edge), "line-width": 0.7 } },
    { id: "lines", type: "line", ...from, filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": paint, "line-width": 2.5 } },
    { id: "points", type: "circle", ...from, filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": paint, "circle-radius": size, "circle-stroke-color": tone(ink.edge), "circle-stroke-width": 1.2 } },
    { id: "over", type: "line", ...from, filter: ["==", ["get", "_row"], -1], paint: { "line-color": tone(ink.ink), "line-width": 3 } },
  ];
  if (settings.mode !== "heat") list.splice(4, 0, {
    id: "counts", type: "circle", ...counts,
    paint: { "circle-color": tone(ink.point), "circle-opacity": 0.75, "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 2, 4, 9] },
  });
  return list;
}

function style() {
  const sources = { rows: places() };
  const list = [{ id: "ground", type: "background", paint: { "background-color": tone(ink.ground) } }];
  if (settings.base) {
    sources.base = { type: "raster", tiles: [settings.base], tileSize: 256 };
    list.push({ id: "base", type: "raster", source: "base" });
  } else if (settings.ground) {
    sources.ground = source(settings.ground);
    const from = { source: "ground", "source-layer": "rows" };
    list.push({ id: "ground-areas", type: "fill", ...from, paint: { "fill-color": tone(ink.outline) } });
    list.push({ id: "ground-edges", type: "line", ...from, paint: { "line-color": tone(ink.line), "line-width": 0.8 } });
  }
  return { version: 8, sources, layers: [...list, ...layers(colour())] };
}

// The place under a point of the screen, with its name and value.
function told(feature) {
  if (feature.layer.id === "counts") return { title: `${feature.properties.count.toLocaleString(document.documentElement.lang)} ${words.many}` };
  const number = feature.properties._row;
  const place = state.values ? state.values.numbers.indexOf(number) : -1;
  const value = settings.mode === "stepped" ? feature.properties.value : state.values?.values[state.at]?.[place];
  const found = classOf(value, settings.edges);
  const shown = settings.edges.length ? written(scaled(value, settings), settings.unit, words) + (found >= 0 ? ` (${words.class} ${found + 1} ${words.of} ${settings.colours.length})` : "") : "";
  return { title: place >= 0 ? state.values.names[place] : "", shown, number: settings.mode === "heat" ? undefined : number, over: number };
}

function announce(map, found) {
  const over = found ? (found.over ?? found.title) : null;
  if (over === state.over) return;
  state.over = over;
  map.setFilter("over", ["==", ["get", "_row"], typeof over === "number" ? over : -1]);
  said.hidden = false;
  said.textContent = found ? [found.title, found.shown].filter(Boolean).join(": ") : "\u00a0";
}

function operate(map) {
  const at = (point) => map.queryRenderedFeatures(point, { layers: DRAWN.filter((id) => map.getLayer(id)) })[0];
  const middle = () => map.project(map.getCenter());
  const open = (point, where) => {
    const feature = at(point);
    if (!feature) return;
    const found = told(feature);
    if (feature.layer.id === "counts") return map.easeTo({ center: where, zoom: map.getZoom() + 2, animate: !still });
    announce(map, found);
    popup(map, where, settings, found);
  };
  map.on("click", (event) => open(event.point, event.lngLat));
  map.on("mousemove", (event) => {
    const feature = at(event.point);
    map.getCanvas().classList.toggle("over", Boolean(feature));
    announce(map, feature ? told(feature) : null);
  });
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", words.map);
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // else the key would go on to the button that closes the pop-up, which has the focus now
    open(middle(), map.getCenter());
  });
  map.on("moveend", () => { if (document.activeElement === canvas) { const feature = at(middle()); announce(map, feature ? told(feature) : null); } });
}

function show(map) {
  return (at) => {
    state.at = at;
    if (settings.mode === "stepped") map.getSource("rows").setTiles(source(settings.layer.tiles, settings.layer.wheres[at]).tiles);
    else for (const [layer, property] of [["areas", "fill-color"], ["lines", "line-color"], ["points", "circle-color"]]) map.setPaintProperty(layer, property, colour());
  };
}

async function draw() {
  const answer = await fetch(settings.values);
  if (!answer.ok) throw new Error(`${answer.status} ${settings.values}`);
  state.values = await answer.json();
  box.hidden = false;
  const map = new Map({
    container: box, style: style(), attributionControl: false, bounds: settings.bounds ?? undefined, dragRotate: false, fadeDuration: 0,
    maxZoom: 19, cooperativeGestures: false, locale: { "NavigationControl.ZoomIn": words.in, "NavigationControl.ZoomOut": words.out, "Map.Title": words.map, "Popup.Close": words.close, "AttributionControl.ToggleAttribution": words.credit },
  });
  map.once("idle", () => document.getElementById("map-frame").classList.add("live")); // until then the drawing is seen
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({}), "bottom-left");
  map.addControl(new AttributionControl({ compact: false, customAttribution: plainText(settings.credit) }), "bottom-right");
  map.on("error", ({ error }) => console.info(error?.message));
  map.on("idle", () => { box.dataset.drawn = String(map.queryRenderedFeatures({ layers: DRAWN.filter((id) => map.getLayer(id)) }).length); });
  operate(map);
  time(settings, show(map));
  seek(map, settings, state);
}

// Attributions are HTML to the map; names of organisations are text.
function plainText(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

if (settings && box) draw().catch((error) => {
  console.info(error.message);
  box.hidden = true;
  document.getElementById("map-frame").classList.remove("live");
  const status = document.getElementById("map-status");
  status.textContent = words.failed;
  status.hidden = false;
});
