// Draws one diagram above the list of its steps, which stays the place where everything is said.

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { dressShapes } from "./marks.js";
import { connectControls, panByArrowKeys, panByTouch } from "./view.js";
import { explainSteps } from "./explain.js";

/** The viewer with the diagram in it, and the list's items by their elements. */
export async function draw(place) {
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
  dressShapes(viewer, place, steps);
  explainSteps(viewer, steps, place.querySelector("[data-explanation]"));
  connectControls(viewer, place);
  panByArrowKeys(viewer);
  panByTouch(viewer);
  return { viewer, steps };
}

/** Without the drawing (an old browser, no network) the list of steps says everything: open it. */
export function showListInstead(place) {
  place.hidden = true;
  listOf(place).open = true;
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
