// The slider of time. Its words and values come from the server; when it rests, the page's drawing, legend and table follow.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const STEP = 1400;

export function time(settings, show) {
  const box = document.getElementById("map-time");
  if (!box || settings.times.length < 2) return;
  const slider = document.getElementById("map-slider");
  const moment = document.getElementById("map-moment");
  const play = document.getElementById("map-play");
  let timer = 0;
  const set = (at) => {
    slider.value = at;
    const words = settings.times[at];
    slider.setAttribute("aria-valuetext", words);
    moment.textContent = words;
    show(at);
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = settings.words.play; };
  const rest = () => { stop(); follow(settings.times[slider.value]); };
  slider.addEventListener("input", () => set(Number(slider.value)));
  slider.addEventListener("change", rest);
  play.hidden = still;
  play.addEventListener("click", () => {
    if (timer) return rest();
    play.textContent = settings.words.pause;
    timer = setInterval(() => set((Number(slider.value) + 1) % settings.times.length), STEP);
  });
  box.hidden = false;
  const line = document.getElementById("m-at-line");
  if (line) line.hidden = true;
}

// The rest of the page at that time, from the same address that would show it without a script.
async function follow(words) {
  const there = new URL(location.href);
  there.searchParams.set("at", words);
  history.replaceState(history.state, "", there);
  const field = document.getElementById("m-at");
  if (field) field.value = words;
  const answer = await fetch(there);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["map-drawn", "map-facts", "map-table", "map-share", "map-subtitle", "legend", "map-found"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) continue;
    if (old.open) fresh.open = true;
    old.replaceWith(fresh);
  }
}
