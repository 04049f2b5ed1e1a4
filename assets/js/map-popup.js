// What stands at a place: asked of the API when it is wanted, written as text, never as HTML.
import { Popup } from "maplibre-gl";

const language = document.documentElement.lang;
const NARROW = 560; // pixels of a map in which a pop-up would be cut off

function line(list, term, words) {
  list.appendChild(document.createElement("dt")).textContent = term;
  list.appendChild(document.createElement("dd")).textContent = words;
}

/** The shown value as people read it: a share in percent. */
export const scaled = (value, settings) => (typeof value === "number" ? Number((value * settings.scale).toPrecision(12)) : value);

/** A value with its unit. */
export function written(value, unit, words, plain = false) {
  if (value === null || value === undefined || value === "") return words.none;
  const text = (typeof value === "number" && !plain ? value.toLocaleString(language, { maximumSignificantDigits: Number.isInteger(value) ? 15 : 4 }) : String(value)).replace(/^-(?=\d)/, "\u2212");
  return unit ? `${text} ${unit}` : text;
}

async function row(settings, number) {
  const there = new URL(settings.row.rows, location.href);
  there.searchParams.set("where", `_row = ${Number(number)}`);
  there.searchParams.set("limit", "1");
  there.searchParams.set("select", settings.row.select);
  const answer = await fetch(there, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${there.pathname}`);
  return (await answer.json()).rows?.[0];
}

/** The same in a box below a narrow map, as wide as the page. Escape and its button close it and go back to the map. */
function below(map, box, settings) {
  const frame = map.getContainer().closest(".map-frame");
  frame.parentElement.querySelector(".map-below")?.remove();
  const section = document.createElement("section");
  section.className = "map-below box no-print";
  section.tabIndex = -1;
  section.setAttribute("aria-label", box.querySelector(".map-popup-title")?.textContent || settings.measure);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet compact";
  button.textContent = settings.words.close;
  const close = () => { section.remove(); map.getCanvas().focus(); };
  button.addEventListener("click", close);
  section.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  section.append(box, button);
  frame.after(section);
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "nearest" });
}

function shownAt(map, at, box, settings) {
  const frame = map.getContainer().closest(".map-frame");
  if (frame && frame.clientWidth < NARROW) return below(map, box, settings);
  const opened = new Popup({ maxWidth: "22rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(box).addTo(map);
  opened.getElement().querySelector(".maplibregl-popup-close-button")?.setAttribute("aria-label", settings.words.close);
}

/** A pop-up with the title and the shown value at once, and the columns of the row when they have come. */
export function popup(map, at, settings, { title, shown, number }) {
  const box = document.createElement("div");
  const list = document.createElement("dl");
  list.className = "facts-list beside";
  if (title) box.appendChild(document.createElement("p")).textContent = title;
  if (title) box.firstChild.className = "map-popup-title";
  if (shown) line(list, settings.measure, shown);
  box.append(list);
  shownAt(map, at, box, settings);
  if (number === undefined) return;
  row(settings, number).then((found) => {
    if (!found) return;
    for (const [name, value] of Object.entries(found)) {
      const said = settings.row.labels[name] || name;
      line(list, said, written(value, settings.row.units[name], { none: settings.words.empty }, settings.row.plain.includes(name)));
    }
    const key = settings.row.key.map((name) => found[name]);
    if (!key.length || key.includes(null) || key.includes(undefined)) return;
    const link = box.appendChild(document.createElement("p")).appendChild(document.createElement("a"));
    link.href = settings.row.page + key.map((part) => encodeURIComponent(String(part))).join("/");
    link.textContent = settings.words.row;
  }).catch((error) => console.info(error.message));
}
