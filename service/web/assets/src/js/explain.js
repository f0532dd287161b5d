// Pointing at a step shows its mutu baku in a box; pressing a step with an open task goes there.

export function explainSteps(viewer, steps, box) {
  const canvas = viewer.get("canvas");
  const invitation = Array.from(box.childNodes);
  let shown = null;

  function show(element) {
    const id = steps.has(element.id) ? element.id : null;
    if (!id || id === shown) return;
    if (shown) canvas.removeMarker(shown, "is-shown");
    shown = id;
    canvas.addMarker(id, "is-shown");
    const copy = steps.get(id).cloneNode(true);
    box.replaceChildren(...(copy.childNodes.length ? copy.childNodes : invitation));
  }

  const events = viewer.get("eventBus");
  events.on("element.hover", ({ element }) => show(element));
  events.on("element.click", ({ element }) => {
    show(element);
    const item = steps.get(element.id);
    if (item && item.dataset.url) window.location.assign(item.dataset.url);
  });
}
