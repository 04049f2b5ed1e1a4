// Colours of the classes that the server computed: by the number of a row, by a value in the tile, or by the number of a hexagon.
const shade = document.querySelector(".drawn-map g g");
const dark = Boolean(shade) && getComputedStyle(shade).fill === "rgb(13, 17, 16)"; // the ground of the drawing, as this page shows it
export const tone = (pair) => pair[dark ? 1 : 0];

/** The class of a value, -1 for none: `edges` ascend, the last class has its upper edge too. */
export function classOf(value, edges) {
  if (value === null || value === undefined || edges.length < 2) return -1;
  let found = 0;
  while (found < edges.length - 2 && value >= edges[found + 1]) found += 1;
  return found;
}

/** Values by the number of a row, as an expression of the style. */
export function keyed(settings, values, at, name) {
  const groups = settings.colours.map(() => []);
  const row = values.values[at] ?? [];
  values.numbers.forEach((number, place) => {
    const found = classOf(row[place], settings.edges);
    if (found >= 0) groups[found].push(number);
  });
  const branches = groups.flatMap((numbers, place) => (numbers.length ? [numbers, tone(settings.colours[place])] : []));
  return branches.length ? ["match", ["get", name], ...branches, tone(settings.ink.no_value)] : tone(settings.ink.no_value);
}

/** Values that stand in the tiles. */
export function stepped(settings) {
  if (settings.edges.length < 2) return tone(settings.ink.point);
  const value = ["to-number", ["get", "value"]];
  const steps = settings.edges.slice(1, -1).flatMap((edge, place) => [edge, tone(settings.colours[place + 1])]);
  const scale = steps.length ? ["step", value, tone(settings.colours[0]), ...steps] : tone(settings.colours[0]);
  return ["case", ["has", "value"], scale, tone(settings.ink.no_value)];
}
