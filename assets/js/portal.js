// Everything here is a comfort: each page works without it.
import htmx from "htmx.org";
import "./copy.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;
htmx.config.timeout = 10_000;

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
