// Comforts for who writes a story: buttons that put something into the text, and a warning before unsaved words are left.
for (const tools of document.querySelectorAll(".story-tools")) {
  const area = document.getElementById(tools.dataset.for);
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) put(area, button.dataset);
  });
}

// `line`: at the beginning of the line, or ("own") in a paragraph of its own. What was marked stays, else the sample is put in.
function put(area, { before = "", after = "", sample = "", line }) {
  const { selectionStart: begin, selectionEnd: end, value } = area;
  const words = value.slice(begin, end) || sample;
  const text = line === "own" ? `${begin && !value.slice(0, begin).endsWith("\n\n") ? "\n\n" : ""}${words}\n\n` : before + words + after;
  const from = line === "yes" ? value.lastIndexOf("\n", begin - 1) + 1 : begin;
  area.focus();
  area.setRangeText(line === "yes" ? before + value.slice(from, begin) + words : text, from, end, "end");
  const at = area.value.indexOf(words, from);
  if (words) area.setSelectionRange(at, at + words.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

const form = document.getElementById("story-form");
if (form) {
  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}
