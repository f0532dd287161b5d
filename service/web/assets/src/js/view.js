// What part of the diagram is seen, and how people move it: buttons, arrow keys, a finger.

const READABLE = 0.7; // below this scale the labels are too small to read
const CLOSEST = 3;

/** Fit the whole diagram if it can then be read; else stand at the live step, or at the start. */
export function showReadable(viewer, steps) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport");
  if (canvas.zoom() >= READABLE) return;
  const registry = viewer.get("elementRegistry");
  const live = Array.from(steps).find(([, item]) => item.dataset.state === "here");
  const step = live && registry.get(live[0]);
  const { inner, outer } = canvas.viewbox();
  const scale = Math.max(READABLE, Math.min(1, (outer.height - 20) / inner.height));
  const width = outer.width / scale;
  const height = outer.height / scale;
  const x = step ? step.x + step.width / 2 - width / 2 : inner.x - 10;
  const middle = step && height < inner.height ? step.y + step.height / 2 : inner.y + inner.height / 2;
  canvas.viewbox({ x: Math.max(x, inner.x - 10), y: middle - height / 2, width, height });
}

export function connectControls(viewer, place) {
  const canvas = viewer.get("canvas");
  const least = Math.min(canvas.zoom("fit-viewport"), READABLE) / 2;
  const zoomBy = (factor) => {
    canvas.zoom(Math.max(least, Math.min(CLOSEST, canvas.zoom() * factor)), "auto");
  };
  const acts = {
    closer: () => zoomBy(1.3),
    farther: () => zoomBy(1 / 1.3),
    fit: () => canvas.zoom("fit-viewport", "auto"),
  };
  for (const button of place.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", acts[button.dataset.zoom]);
  }
}

/** bpmn-js moves the picture with Ctrl + arrow; plain arrows are what people try. */
export function panByArrowKeys(viewer) {
  const mover = viewer.get("keyboardMove");
  viewer.get("keyboard").addListener(({ keyEvent }) => {
    const direction = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[
      keyEvent.key
    ];
    if (!direction || keyEvent.ctrlKey || keyEvent.metaKey) return undefined;
    mover.moveCanvas({ speed: 50, direction });
    return true; // handled: the page does not scroll as well
  });
}

/** bpmn-js itself knows only the mouse. */
export function panByTouch(viewer) {
  const canvas = viewer.get("canvas");
  const frame = canvas.getContainer();
  let last = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && event.isPrimary) last = event;
  });
  frame.addEventListener("pointermove", (event) => {
    if (!last || event.pointerId !== last.pointerId) return;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: event.clientY - last.clientY });
    last = event;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => (last = null));
  }
}
