// Copy buttons: what a field holds, or the text of an element. Also where the page is not served safely and has no clipboard.
const show = () => { for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false; };

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (source.select) source.select(); else getSelection().selectAllChildren(source);
  try { await navigator.clipboard.writeText(source.value ?? source.textContent); } catch { document.execCommand("copy"); }
  const said = document.querySelector("[data-copied]");
  if (said) said.textContent = said.dataset.copied;
  else button.textContent = button.dataset.done;
});
document.addEventListener("htmx:afterSettle", show);
show();
