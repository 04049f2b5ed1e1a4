// Comforts of the sheet: it works without any of this.
const TABLE = "#table table.sheet";

// A bar over a column filters by it at once; without this file it opens the list of bars.
document.addEventListener("click", (event) => {
  const bar = event.target.closest?.("[data-bar]");
  const over = bar && document.getElementById(bar.closest("button").getAttribute("popovertarget"));
  const button = over?.querySelectorAll(".bar-lines button")[Number(bar.dataset.bar)];
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Shift and a click on a head: sorted by it too.
document.addEventListener("click", (event) => {
  const name = event.shiftKey && event.target.closest?.(`${TABLE} a.head-name`);
  if (!name) return;
  event.preventDefault();
  event.stopPropagation();
  const address = new URL(location.href), sorts = address.searchParams.getAll("sort"), own = name.dataset.column;
  const at = sorts.findIndex((one) => one === own || one === `-${own}`);
  if (at < 0) sorts.push(own);
  else if (sorts[at] === own) sorts[at] = `-${own}`;
  else sorts.splice(at, 1);
  address.searchParams.delete("sort");
  address.searchParams.delete("page");
  for (const one of sorts) address.searchParams.append("sort", one);
  location.assign(address);
}, true);

// Another column or comparison in a line of the filter: the fields that fit it.
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("#tools [data-line], #tools [name=size]")) target.form.requestSubmit();
});

// Arrow keys go from cell to cell, Home and End along a row; Enter follows the link of a cell or unfolds it.
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] };
document.addEventListener("keydown", (event) => {
  const region = event.target.closest?.("#table");
  if (!region || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select")) return;
  const cell = event.target.closest("td, th");
  if (event.key === "Enter" && cell && event.target === cell) return void cell.querySelector("a, summary, button")?.click();
  const move = MOVES[event.key];
  if (!move) return;
  event.preventDefault();
  const lines = [...region.querySelector("table").rows];
  const [row, column] = cell ? [cell.parentElement.rowIndex, cell.cellIndex] : [0, 0];
  const line = lines[cell ? Math.min(Math.max(row + move[0], 0), lines.length - 1) : 1] ?? lines[0];
  go(line.cells[cell ? Math.min(Math.max(column + move[1], 0), line.cells.length - 1) : 0]);
});

function go(cell) {
  cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// What was open, how far it was scrolled, and what was typed meanwhile stays when the sheet is swapped.
const lines = () => [...document.querySelectorAll("#tool-filter .filter")].map((line) => [line.querySelector("[name=col]").value, line.querySelector("[name=val]")]);
let kept = null;
document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    left: document.getElementById("table")?.scrollLeft,
    open: [...document.querySelectorAll("#sheet details[id][open]")].map((one) => one.id),
    typed: lines().map(([column, field]) => [column, field.type, field.value]),
  };
});
document.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  for (const id of kept.open) { const one = document.getElementById(id); if (one) one.open = true; }
  const table = document.getElementById("table");
  if (table && kept.left) table.scrollLeft = kept.left;
  lines().forEach(([column, field], n) => {
    const [was, type, value] = kept.typed[n] ?? [];
    if (column && was === column && field.type === type && !field.value) field.value = value;
  });
  kept = null;
});
