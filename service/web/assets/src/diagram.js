// Draws a diagram above the list of its steps, from which it takes states, lanes and links.

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { markLanes, markSteps } from "./js/marks.js";
import { connectControls, panByArrowKeys, panByTouch, showReadable } from "./js/view.js";
import { explainSteps } from "./js/explain.js";

for (const place of document.querySelectorAll("[data-diagram]")) {
  // Without the drawing (an old browser, no network) the list of steps says everything: open it.
  draw(place).catch(() => {
    place.hidden = true;
    listOf(place).open = true;
  });
}

async function draw(place) {
  const xml = await xmlAt(place.dataset.src);
  place.hidden = false; // before drawing: a hidden frame has no size to fit into
  const viewer = new NavigatedViewer({
    container: place.querySelector("[data-canvas]"),
    zoomScroll: { enabled: false }, // the wheel belongs to the page
    canvas: { autoFocus: false },
  });
  await viewer.importXML(xml);
  const picture = viewer.get("canvas").getContainer().querySelector("svg");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", place.dataset.label);
  const steps = new Map(
    Array.from(listOf(place).querySelectorAll("[data-element]"), (item) => [
      item.dataset.element,
      item,
    ]),
  );
  markLanes(viewer, place);
  markSteps(viewer, steps, place.dataset.here);
  explainSteps(viewer, steps, place.querySelector("[data-explanation]"));
  connectControls(viewer, place);
  panByArrowKeys(viewer);
  panByTouch(viewer);
  showReadable(viewer, steps, place.closest("[data-beside]") !== null);
}

/** The drawing at an address, or in a field of this page that carries it to the next. */
async function xmlAt(source) {
  if (source.startsWith("#")) return fromBase64(document.querySelector(source).value);
  const response = await fetch(source, { credentials: "same-origin" });
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
}

function fromBase64(text) {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)));
}

function listOf(place) {
  return document.getElementById(place.dataset.steps);
}
