// Comforts of the night's pages: the slider says its hours, a disc on the map leads to its line, distances from here if asked for.
const slider = document.querySelector("input[data-words]");
if (slider) {
  const words = slider.dataset.words.split("|");
  slider.addEventListener("input", () => {
    const said = words[slider.value - slider.min];
    slider.setAttribute("aria-valuetext", said);
    document.getElementById("night-said").textContent = said;
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".night-mark");
    if (mark) location.hash = mark.id.replace("mark", "spot");
  });
}

// Great circle, metres.
const turn = Math.PI / 180;
function far(a, b, x, y) {
  const h = Math.sin(((y - b) * turn) / 2) ** 2 + Math.cos(b * turn) * Math.cos(y * turn) * Math.sin(((x - a) * turn) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(h));
}

const near = document.getElementById("night-near");
if (near && navigator.geolocation) {
  const said = document.getElementById("night-near-said");
  near.hidden = false;
  near.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    for (const line of document.querySelectorAll("#night-list > li")) {
      const metres = far(coords.longitude, coords.latitude, ...line.dataset.place.split(",").map(Number));
      line.querySelector(".night-far").textContent = metres < 1000 ? ` · ${Math.round(metres / 10) * 10} m` : ` · ${(metres / 1000).toFixed(1)} km`;
    }
    said.textContent = said.dataset.done;
  }, () => { said.textContent = said.dataset.denied; }, { timeout: 15_000, maximumAge: 60_000 }));
}
