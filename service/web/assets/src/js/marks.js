// Puts on the drawn shapes what a case knows of them: lane, done, here.

/** Give lanes and steps their colours: each lane that of its chip in the key beside the diagram. */
export function dressShapes(viewer, place, steps) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const chip of place.querySelectorAll("[data-lane-element]")) {
    const lane = registry.get(chip.dataset.laneElement);
    if (!lane) continue;
    canvas.addMarker(lane, chip.dataset.lane);
    registry.getGraphics(lane).querySelector(".djs-visual").appendChild(edgeOf(lane));
  }
  for (const [id, { dataset }] of steps) {
    if (!registry.get(id)) continue;
    if (dataset.lane) {
      canvas.addMarker(id, "is-step");
      canvas.addMarker(id, dataset.lane);
    }
    if (dataset.url) canvas.addMarker(id, "is-link");
  }
}

/** Where a case stands now, from the list of its steps; `here` is the badge's text. */
export function stateOf(steps, here) {
  const state = { here: new Map(), done: new Map() };
  for (const [id, { dataset }] of steps) {
    if (dataset.state === "here") state.here.set(id, here);
    if (dataset.state === "done") state.done.set(id, 1);
  }
  return state;
}

/** The marks of one moment; the next moment's take their place. */
export class Marks {
  constructor(viewer) {
    this.canvas = viewer.get("canvas");
    this.overlays = viewer.get("overlays");
    this.registry = viewer.get("elementRegistry");
    this.marked = [];
  }

  /** `here`: element -> the badge's text; `done`: element or flow -> how often; `acted`: elements. */
  show({ here, done, acted = [] }) {
    for (const [id, marker] of this.marked) this.canvas.removeMarker(id, marker);
    this.overlays.remove({ type: "mark" });
    this.marked = [];
    for (const [id, times] of done) {
      // A shape that waits again says so; how often it was done before is said at the next.
      if (!here.has(id)) this.finish(id, times);
    }
    for (const [id, text] of here) {
      this.mark(id, "is-here");
      this.badge(id, { top: -26, left: 0 }, "here-badge", text);
    }
    for (const id of acted) this.mark(id, "is-acted");
  }

  finish(id, times) {
    this.mark(id, "is-done");
    // Beside a gateway or an event a badge would cover its label.
    if (!this.registry.get(id) || !this.canvas.hasMarker(id, "is-step")) return;
    this.badge(id, { top: -11, right: 11 }, "done-badge", times > 1 ? `${times}\u00d7` : "");
  }

  mark(id, marker) {
    if (!this.registry.get(id)) return;
    this.canvas.addMarker(id, marker);
    this.marked.push([id, marker]);
  }

  badge(id, position, className, text) {
    if (!this.registry.get(id)) return;
    const html = document.createElement("div");
    html.className = text && className === "done-badge" ? "done-badge counted" : className;
    html.textContent = text;
    this.overlays.add(id, "mark", { position, html });
  }
}

/** A bar in the lane's full colour along its left edge, as on its chip. */
function edgeOf(lane) {
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  bar.setAttribute("class", "lane-bar");
  bar.setAttribute("width", "7");
  bar.setAttribute("height", lane.height);
  return bar;
}
