// Everything here is a comfort: each page works without it.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;
htmx.config.timeout = 10_000;

// On a phone the filters stand above the results, so they begin folded.
const fold = () => {
  if (matchMedia("(max-width: 56rem)").matches) for (const one of document.querySelectorAll(".facet-fold:not([data-kept])")) one.open = false;
};
fold();
document.addEventListener("toggle", ({ target }) => { if (target.matches?.(".facet-fold")) target.dataset.kept = "yes"; }, true);

// A page that follows something says when it cannot, and goes on by itself.
const lost = document.getElementById("lost");
if (lost) {
  for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(kind, () => { lost.hidden = false; });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (new URL(event.detail.xhr.responseURL).pathname === location.pathname) { if (event.detail.xhr.status < 400) lost.hidden = true; return; }
    event.detail.shouldSwap = false; // signed out meanwhile: the answer is the page to sign in
    location.reload();
  });
}
