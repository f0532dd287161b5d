// Puts on the drawn shapes what is known of them: their lane, done or here, what another version has.

/** Colour each lane as its chip in the key beside the diagram. */
export function markLanes(viewer, place) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const chip of place.querySelectorAll("[data-lane-element]")) {
    const lane = registry.get(chip.dataset.laneElement);
    if (!lane) continue;
    canvas.addMarker(lane, chip.dataset.lane);
    registry.getGraphics(lane).querySelector(".djs-visual").appendChild(edgeOf(lane));
  }
}

/** Mark steps as done, as holding the case (`here` is the badge's text), or as changed. */
export function markSteps(viewer, steps, here) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  for (const [id, { dataset }] of steps) {
    if (!registry.get(id)) continue;
    if (dataset.lane) {
      canvas.addMarker(id, "is-step");
      canvas.addMarker(id, dataset.lane);
    }
    if (dataset.url) canvas.addMarker(id, "is-link");
    if (dataset.state === "done") {
      canvas.addMarker(id, "is-done");
      overlays.add(id, { position: { top: -11, right: 11 }, html: badge("done-badge", "") });
    }
    if (dataset.state === "here") {
      canvas.addMarker(id, "is-here");
      overlays.add(id, { position: { top: -26, left: 0 }, html: badge("here-badge", here) });
    }
    if (dataset.badge) {
      canvas.addMarker(id, `is-${dataset.state}`);
      const html = badge(`change-badge ${dataset.state}`, dataset.badge);
      const position = { top: -28, left: 0 };
      const scale = { min: 0.8 }; // to be read also where the whole is seen
      if (!registry.get(id).waypoints) overlays.add(id, { position, scale, html });
    }
  }
}

function badge(className, text) {
  const mark = document.createElement("div");
  mark.className = className;
  mark.textContent = text;
  return mark;
}

/** A bar in the lane's full colour along its left edge, as on its chip. */
function edgeOf(lane) {
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  bar.setAttribute("class", "lane-bar");
  bar.setAttribute("width", "7");
  bar.setAttribute("height", lane.height);
  return bar;
}
