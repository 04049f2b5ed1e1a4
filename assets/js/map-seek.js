// Go to a place by its name: among those that the map has, else among the rows of the API.
import { classOf } from "./map-paint.js";
import { scaled, written } from "./map-popup.js";

const MOST_PROPOSED = 1000;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const plain = (text) => text.toLowerCase().replace(/\s+/g, "");

function among(names, wanted) {
  const known = names.map(plain);
  const exact = known.findIndex((name) => name === wanted || name.endsWith(wanted));
  return exact >= 0 ? exact : known.findIndex((name) => name.includes(wanted));
}

async function asked(settings, text) {
  const there = new URL(settings.row.rows, location.href);
  there.searchParams.set("search", text);
  there.searchParams.set("limit", "1");
  there.searchParams.set("select", `_row, longitude(${settings.row.shape}) as x, latitude(${settings.row.shape}) as y`);
  const answer = await fetch(there, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).rows?.[0] : undefined;
}

export function seek(map, settings, state) {
  const form = document.getElementById("map-seek");
  if (!form) return;
  const { names, numbers, boxes, middles } = state.values;
  const field = document.getElementById("find");
  const list = document.getElementById("map-names");
  for (const name of new Set(names.slice(0, MOST_PROPOSED))) list.appendChild(document.createElement("option")).value = name;
  const mark = (number) => map.setFilter("over", ["==", ["get", "_row"], number]);
  const say = (text) => { document.getElementById("map-found").textContent = text; };
  async function go() {
    const wanted = plain(field.value);
    if (!wanted) return;
    const place = among(names, wanted);
    if (place < 0) {
      const row = await asked(settings, field.value);
      if (!row || row.x === null) return say(settings.words.nothing.replace("%(name)s", field.value));
      say(field.value);
      mark(row._row);
      return map.easeTo({ center: [row.x, row.y], zoom: 16, animate: !still });
    }
    const value = state.values.values[state.at]?.[place];
    const found = classOf(value, settings.edges);
    say(names[place] + (settings.edges.length ? `: ${written(scaled(value, settings), settings.unit, settings.words)}` + (found >= 0 ? ` (${settings.words.class} ${found + 1} ${settings.words.of} ${settings.colours.length})` : "") : ""));
    mark(numbers[place]);
    const [west, south, east, north] = boxes?.[place] ?? [...middles[place], ...middles[place]];
    map.fitBounds([[west, south], [east, north]], { padding: 90, maxZoom: 15, animate: !still });
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  if (field.value) map.once("load", go);
}

