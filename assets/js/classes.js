// Classes of a choropleth: quantiles on round numbers, so that a legend can be read aloud.
export function classes(values, colours) {
  const sorted = [...values].sort((a, b) => a - b);
  if (!sorted.length) return [];
  const cuts = colours.map((_, i) => sorted[Math.floor((sorted.length * i) / colours.length)]);
  const span = sorted[sorted.length - 1] - sorted[0];
  const round = (value) => (span ? Number(value.toPrecision(Math.max(2, Math.ceil(Math.log10(Math.abs(value) / span + 1)) + 2))) : value);
  const parts = [];
  cuts.forEach((cut, i) => {
    const from = i === 0 ? sorted[0] : round(cut);
    if (!parts.length || from > parts[parts.length - 1].from) parts.push({ from, colour: colours[i] });
  });
  parts.forEach((part, i) => { part.to = i + 1 < parts.length ? parts[i + 1].from : sorted[sorted.length - 1]; });
  return parts;
}

function swatch(colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const square = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({ width: 1, height: 1, fill: colour })) square.setAttribute(name, value);
  return svg;
}

function line(colour, text) {
  const item = document.createElement("li");
  item.append(swatch(colour), text);
  return item;
}

export function legend(box, settings, parts, none, rows) {
  if (!parts.length) return;
  const language = document.documentElement.lang;
  const title = document.createElement("p");
  title.textContent = (settings.labels[settings.by] || settings.by) + (settings.units[settings.by] ? ` (${settings.units[settings.by]})` : "");
  const list = document.createElement("ul");
  list.className = "legend-lines";
  for (const part of parts) list.append(line(part.colour, `${part.from.toLocaleString(language)} – ${part.to.toLocaleString(language)}`));
  if (rows.features.some((f) => typeof f.properties[settings.by] !== "number")) list.append(line(none, settings.words.empty));
  box.replaceChildren(title, list);
  box.hidden = false;
}
