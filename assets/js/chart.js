// Makes a chart alive: the same specification that the server drew, with words at the pointer, at the page's width and colours.
// What draws is fetched only when a chart comes into view; until then, and without scripts, the server's drawing stands.
const COLOURS = ["1", "2", "3", "4", "5", "6", "7", "8", "q0", "q1", "q2", "q3", "q4", "ink", "soft", "line", "edge", "ground"];

// The colours of the page as they are now; `theme` of the specification says which of its own each stands for.
function colours(box) {
  const probe = box.appendChild(document.createElement("span"));
  const found = Object.fromEntries(COLOURS.map((name) => {
    probe.style.color = `var(--chart-${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return found;
}

function painted(part, paint) {
  if (typeof part === "string") return paint[part] ?? part;
  if (Array.isArray(part)) return part.map((one) => painted(one, paint));
  if (part && typeof part === "object")
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, name === "values" ? one : painted(one, paint)]));
  return part;
}

// On a phone words take less of the width.
function narrowed(config, width) {
  if (width > 520) return config;
  return { ...config, axis: { ...config.axis, labelLimit: width * 0.36, titleLimit: width * 0.8 }, axisQuantitative: { ...config.axisQuantitative, tickCount: 4 },
    legend: { ...config.legend, columns: 2, labelLimit: width * 0.3, titleLimit: width * 0.8 } };
}

async function draw(box) {
  const live = box.querySelector(".chart-live"), still = box.querySelector(".chart-still");
  const [{ embed }, answer] = await Promise.all([import(box.dataset.script), fetch(box.dataset.spec)]);
  if (!answer.ok) throw new Error(`${answer.status} ${box.dataset.spec}`);
  const { title, usermeta, ...spec } = await answer.json();
  let view, width = 0;
  const again = async () => {
    width = box.clientWidth;
    const now = colours(box), paint = Object.fromEntries(Object.entries(usermeta.colours).map(([name, colour]) => [colour, now[name.replace("chart-", "")]]));
    view?.finalize();
    live.hidden = false;
    view = await embed(live, { ...painted(spec, paint), width, config: { ...narrowed(painted(spec.config, paint), width), font: getComputedStyle(box).fontFamily } });
    const picture = live.querySelector("svg");
    picture.setAttribute("role", "img"); // one picture with one name: its table says the rest
    picture.setAttribute("aria-label", still.querySelector("svg").getAttribute("aria-label"));
    still.hidden = true;
    box.dataset.drawn = String(width);
  };
  await again();
  new ResizeObserver(() => { if (Math.abs(box.clientWidth - width) > 8) again(); }).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-look"] });
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    draw(target).catch((error) => { console.warn(error.message); target.dataset.drawn = "failed"; });
  }
}, { rootMargin: "200px" });
for (const box of document.querySelectorAll(".chart[data-spec]")) seen.observe(box);
