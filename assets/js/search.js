// Suggestions while typing, as the combobox of the WAI-ARIA practices: a list below the box, arrows to choose, Enter to go,
// Escape to close. The list never chooses by itself, so Enter on what was typed still searches. Without this file the box searches.
const PAUSE = 120; // ms without a key before the server is asked
const known = new Map(); // what was typed -> suggestions, while the page stands

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function combobox(box) {
  const input = box.querySelector("input");
  const list = element("ul", { id: "suggestions", role: "listbox", class: "suggestions", "aria-label": box.dataset.list });
  const said = element("p", { role: "status", class: "unseen" });
  let asking = null, timer = 0, here = -1;

  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(key, value);
  list.hidden = true;
  box.append(list, said);

  const options = () => [...list.children];
  const open = () => !list.hidden;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    here = place;
    for (const [at, option] of options().entries()) option.setAttribute("aria-selected", String(at === place));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[place].id);
    options()[place].scrollIntoView({ block: "nearest" });
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ kind, text, address }, at) => {
      const option = element("li", { id: `suggestion-${at}`, role: "option", "aria-selected": "false", "data-address": address, "data-kind": kind });
      option.textContent = text;
      return option;
    }));
    here = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(open()));
    said.textContent = open() ? box.dataset.some.replace("{n}", suggestions.length) : box.dataset.none;
  }

  async function ask() {
    const typed = input.value.trim();
    asking?.abort();
    if (!typed) { said.textContent = ""; return close(); }
    if (known.has(typed)) return show(known.get(typed));
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      known.set(typed, suggestions);
      if (!mine.signal.aborted && document.activeElement === input) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // no network: the box itself still searches
    }
  }

  // Korean is composed: `input` also comes between the letters of a syllable, and those half words are worth asking for too.
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const last = options().length - 1;
    if (event.key === "Escape" && open()) { event.preventDefault(); return close(); }
    if (event.key === "Enter" && open() && here >= 0) {
      event.preventDefault();
      location.assign(options()[here].dataset.address);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open()) { if (input.value.trim()) { event.preventDefault(); ask(); } return; }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(here + step < -1 ? last : here + step > last ? -1 : here + step);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click is over
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
}

for (const box of document.querySelectorAll("[data-suggest]")) combobox(box);

// What stood open beside the results stays open when they are put in again.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", () => { unfolded = [...document.querySelectorAll("#found details[open][id]")].map(({ id }) => id); });
document.addEventListener("htmx:afterSwap", () => { for (const id of unfolded) document.getElementById(id)?.setAttribute("open", ""); });

// An address says what narrows the search, and nothing of what does not.
document.addEventListener("htmx:configRequest", ({ target, detail: { parameters } }) => {
  if (target.id !== "search-form") return;
  for (const name of ["q", "from", "to"]) if (!parameters[name]) delete parameters[name];
  if (parameters.sort === "relevance") delete parameters.sort;
});
