// The map of a layer. All it loads comes from this portal: features and outlines from the API, no tiles, no fonts, no glyphs.
import { AttributionControl, Map, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { classes, legend } from "./classes.js";
import { dark } from "./look.js";

const CLUSTER_FROM = 400;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const ink = dark()
  ? { ground: "#0d1110", area: "#1a211e", edge: "#3f4b45", point: "#f0a27f", rim: "#121715", steps: ["#1c3b37", "#2a625b", "#3d8d83", "#68bdb0", "#b4ece2"], none: "#2d3732" }
  : { ground: "#eef1ee", area: "#faf8f4", edge: "#b9beb4", point: "#b5451b", rim: "#ffffff", steps: ["#d3e8e3", "#9dcdc4", "#5aa99d", "#1f7d73", "#0a4a44"], none: "#e2ddd2" };

const settings = JSON.parse(document.getElementById("map-settings").textContent);
const box = document.getElementById("map");

setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);

async function features(address) {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

function bounds(collection) {
  const edge = [180, 90, -180, -90];
  const visit = (part) => {
    if (typeof part[0] === "number") {
      edge[0] = Math.min(edge[0], part[0]); edge[1] = Math.min(edge[1], part[1]);
      edge[2] = Math.max(edge[2], part[0]); edge[3] = Math.max(edge[3], part[1]);
    } else part.forEach(visit);
  };
  for (const { geometry } of collection.features) if (geometry) visit(geometry.coordinates ?? geometry.geometries.map((g) => g.coordinates));
  return edge[0] > edge[2] ? undefined : edge;
}

function colour(collection) {
  if (!settings.by) return { paint: null, parts: [] };
  const values = collection.features.map((f) => f.properties[settings.by]).filter((v) => typeof v === "number");
  const parts = classes(values, ink.steps);
  if (!parts.length) return { paint: null, parts };
  const steps = parts.slice(1).flatMap((part) => [part.from, part.colour]);
  const value = ["get", settings.by];
  const scale = steps.length ? ["step", value, parts[0].colour, ...steps] : parts[0].colour;
  return { paint: ["case", ["==", ["typeof", value], "number"], scale, ink.none], parts };
}

function layers(collection, paint) {
  const list = [
    { id: "areas", type: "fill", source: "rows", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint ?? ink.steps[1], "fill-opacity": paint ? 0.88 : 0.45 } },
    { id: "edges", type: "line", source: "rows", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": ink.edge, "line-width": 0.8 } },
    { id: "lines", type: "line", source: "rows", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": paint ?? ink.point, "line-width": 2.5 } },
    { id: "points", type: "circle", source: "rows", filter: ["all", ["==", ["geometry-type"], "Point"], ["!", ["has", "point_count"]]], paint: { "circle-color": paint ?? ink.point, "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 3.5, 15, 8], "circle-stroke-color": ink.rim, "circle-stroke-width": 1.2 } },
  ];
  if (clustered(collection))
    list.push({ id: "clusters", type: "circle", source: "rows", filter: ["has", "point_count"], paint: { "circle-color": ink.point, "circle-opacity": 0.78, "circle-stroke-color": ink.rim, "circle-stroke-width": 1.5, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "point_count"]], 1, 7, 40, 34] } });
  return list;
}

const clustered = (collection) => collection.features.length > CLUSTER_FROM && collection.features.every((f) => f.geometry?.type === "Point");

function popup(map, feature, at) {
  const table = document.createElement("dl");
  table.className = "facts-list beside";
  for (const [name, value] of Object.entries(feature.properties)) {
    const term = table.appendChild(document.createElement("dt"));
    const words = table.appendChild(document.createElement("dd"));
    term.textContent = settings.labels[name] || name;
    const text = value === null || value === undefined ? settings.words.empty : typeof value === "number" && !settings.plain.includes(name) ? value.toLocaleString(document.documentElement.lang) : String(value);
    words.textContent = settings.units[name] && value !== null ? `${text} ${settings.units[name]}` : text;
  }
  new Popup({ maxWidth: "22rem" }).setLngLat(at).setDOMContent(table).addTo(map);
}

async function clicked(map, event) {
  const found = map.queryRenderedFeatures(event.point, { layers: ["clusters", "points", "lines", "areas"].filter((id) => map.getLayer(id)) });
  if (!found.length) return;
  const [feature] = found;
  if (feature.properties.cluster_id === undefined) return popup(map, feature, event.lngLat);
  const zoom = await map.getSource("rows").getClusterExpansionZoom(feature.properties.cluster_id);
  map.easeTo({ center: feature.geometry.coordinates, zoom, animate: !still });
}

async function draw() {
  const [rows, ground] = await Promise.all([features(settings.features), settings.background ? features(settings.background) : null]);
  const { paint, parts } = colour(rows);
  const sources = { rows: { type: "geojson", data: rows, cluster: clustered(rows), clusterRadius: 44, clusterMaxZoom: 14 } };
  const ordered = [{ id: "ground", type: "background", paint: { "background-color": ink.ground } }];
  if (ground) {
    sources.outlines = { type: "geojson", data: ground };
    ordered.push({ id: "outline-areas", type: "fill", source: "outlines", paint: { "fill-color": ink.area } });
    ordered.push({ id: "outline-edges", type: "line", source: "outlines", paint: { "line-color": ink.edge, "line-width": 0.8 } });
  }
  const map = new Map({
    container: box, style: { version: 8, sources, layers: [...ordered, ...layers(rows, paint)] }, attributionControl: false,
    bounds: bounds(rows) ?? settings.bbox ?? undefined, fitBoundsOptions: { padding: 24 }, cooperativeGestures: false, dragRotate: false, fadeDuration: 0, maxZoom: 19,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({}), "bottom-left");
  map.on("click", (event) => clicked(map, event));
  map.on("mousemove", (event) => {
    const over = map.queryRenderedFeatures(event.point, { layers: ["clusters", "points", "areas"].filter((id) => map.getLayer(id)) });
    map.getCanvas().classList.toggle("over", over.length > 0);
  });
  map.on("idle", () => { box.dataset.drawn = String(map.querySourceFeatures("rows").length); });
  legend(document.getElementById("legend"), settings, parts, ink.none, rows);
}

draw().catch((error) => {
  console.warn(error.message);
  const status = document.getElementById("map-status");
  status.textContent = settings.words.failed;
  status.hidden = false;
  box.dataset.failed = "yes";
});
