// Draws the diagrams of a page: with where a case stands, what its replay comes to, or what changed.

import { markChanges } from "./js/changes.js";
import { draw, showListInstead } from "./js/drawing.js";
import { Marks, stateOf } from "./js/marks.js";
import { Replay } from "./js/replay.js";
import { Track } from "./js/track.js";
import { showReadable } from "./js/view.js";

for (const place of document.querySelectorAll("[data-diagram]")) {
  const stage = place.closest("[data-replay]");
  const replay = stage && new Replay(stage);
  draw(place)
    .then(({ viewer, steps }) => {
      const marks = new Marks(viewer);
      if (replay) {
        new Track(viewer, marks, stage).follow(replay);
      } else {
        const state = stateOf(steps, place.dataset.here);
        marks.show(state);
        const live = [...state.here.keys(), ...markChanges(viewer, steps)];
        showReadable(viewer, live, place.closest("[data-beside]") !== null);
      }
    })
    .catch(() => showListInstead(place));
}
