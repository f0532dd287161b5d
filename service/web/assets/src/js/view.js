// What part of the diagram is seen, and how people move it: buttons, arrow keys, a finger.

const READABLE = 0.7; // below this scale the labels are too small to read
const OVERVIEW = 0.45; // on a wide screen the whole map is worth more than its small print
const WIDE = 900; // pixels
const HALF = 480; // pixels, of one of two diagrams beside each other
const TALLEST = 640; // pixels
const MARGIN = 10;
const MARK = 40; // pixels of the mark of bpmn.io, which then covers nothing
const CLOSEST = 3;

/**
 * Fit the whole diagram if it can then be read; else stand at the first `live` element, or at the start.
 * `beside` another, the whole is what people compare.
 */
export function showReadable(viewer, live, beside = false) {
  const canvas = viewer.get("canvas");
  const wide = beside ? HALF : WIDE;
  takeShape(canvas, wide, beside);
  canvas.zoom("fit-viewport");
  const { inner, outer } = canvas.viewbox();
  if (beside && outer.width >= wide) return;
  if (canvas.zoom() >= (outer.width >= wide ? OVERVIEW : READABLE)) return;
  const registry = viewer.get("elementRegistry");
  const [first] = live;
  const step = first && registry.get(first);
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  canvas.viewbox({
    x: step ? within(step.x + step.width / 2, width, inner.x, inner.width) : inner.x - MARGIN,
    y: within(step ? step.y + step.height / 2 : inner.y, height, inner.y, inner.height),
    width,
    height,
  });
}

/** Give the frame the diagram's own shape, so that no room is lost above and below it. */
function takeShape(canvas, wide, beside) {
  const frame = canvas.getContainer().closest("[data-canvas]");
  const { inner, outer } = canvas.viewbox();
  const height = (outer.width * inner.height) / inner.width + 2 * MARGIN + MARK;
  if (outer.width < wide) return;
  const least = beside ? 0 : outer.height; // alone it may as well be larger
  frame.style.height = `${Math.min(TALLEST, Math.max(least, height))}px`;
  canvas.resized();
}

/** Where a window of `size` begins that has `middle` in its middle and shows nothing outside. */
function within(middle, size, start, length) {
  if (size >= length) return start + (length - size) / 2;
  const last = start + length + MARGIN - size;
  return Math.max(start - MARGIN, Math.min(last, middle - size / 2));
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
