// Everything here is a comfort: each page works without it.
import htmx from "htmx.org";
import { upload } from "./upload.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;

// On a phone the filters stand above the results, so they begin folded.
const fold = () => {
  if (matchMedia("(max-width: 56rem)").matches) for (const one of document.querySelectorAll(".facet-fold:not([data-kept])")) one.open = false;
};
fold();
document.addEventListener("toggle", ({ target }) => { if (target.matches?.(".facet-fold")) target.dataset.kept = "yes"; }, true);

upload(document.getElementById("drop"));
