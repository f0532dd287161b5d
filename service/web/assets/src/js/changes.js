// Marks on a drawing what another version of the SOP has otherwise.

/** Each changed element by its line; a shape also in a word. Gives the elements that were marked. */
export function markChanges(viewer, steps) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  const changed = Array.from(steps).filter(([id, item]) => item.dataset.badge && registry.get(id));
  for (const [id, { dataset }] of changed) {
    canvas.addMarker(id, `is-${dataset.state}`);
    if (registry.get(id).waypoints) continue;
    const html = document.createElement("div");
    html.className = `change-badge ${dataset.state}`;
    html.textContent = dataset.badge;
    const scale = { min: 0.8 }; // to be read also where the whole is seen
    overlays.add(id, { position: { top: -4, left: 0 }, scale, html });
  }
  return changed.map(([id]) => id);
}
