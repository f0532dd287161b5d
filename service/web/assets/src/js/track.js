// Follows a replay on the drawing: what was done until a moment, who acted, where the case stands.

import { showReadable } from "./view.js";

const EDGE = 60; // pixels that stay between a token and the edge of the view

export class Track {
  constructor(viewer, marks, stage) {
    this.canvas = viewer.get("canvas");
    this.registry = viewer.get("elementRegistry");
    this.viewer = viewer;
    this.marks = marks;
    this.before = Array.from(stage.querySelectorAll("[data-walked]"), (item) => ({
      way: this.wayOf(item),
      times: Number(item.dataset.walked),
    }));
  }

  follow(replay) {
    this.ways = replay.moments.map((moment) => this.wayOf(moment));
    replay.onShow((at) => this.show(replay.moments, at));
    showReadable(this.viewer, this.places(replay.moments[replay.at]).keys());
  }

  show(moments, at) {
    const done = new Map();
    const count = (ids, times) => ids.forEach((id) => done.set(id, (done.get(id) || 0) + times));
    this.before.forEach(({ way, times }) => count(way, times));
    this.ways.slice(0, at + 1).forEach((way) => count(way, 1));
    const moment = moments[at];
    const here = this.places(moment);
    // What only claimed or released a task moved nothing: the element alone acted.
    this.marks.show({ here, done, acted: [moment.dataset.element, ...this.ways[at]] });
    const seen = [...here.keys(), moment.dataset.element].find((id) => this.registry.get(id));
    if (seen) this.canvas.scrollToElement(seen, EDGE);
  }

  places(moment) {
    return new Map(
      Array.from(moment.querySelectorAll("[data-here]"), ({ dataset }) => [
        dataset.here,
        dataset.badge,
      ]),
    );
  }

  /** The elements that an act left, and the flows between them and on to where tokens came to rest. */
  wayOf({ dataset }) {
    const [left, entered, chosen] = [dataset.left, dataset.entered, dataset.flows].map(words);
    const way = [...left];
    [...left, ...entered].forEach((target, place) => {
      const sources = left.slice(0, Math.min(place, left.length)).reverse();
      const flow = sources.map((source) => this.flow(source, target, chosen)).find(Boolean);
      if (flow) way.push(flow.id);
    });
    return way;
  }

  /** The flow from one element to another: the chosen one where there are several. */
  flow(source, target, chosen) {
    const { outgoing = [] } = this.registry.get(source) || {};
    const flows = outgoing.filter(
      (flow) => flow.type === "bpmn:SequenceFlow" && flow.target.id === target,
    );
    return flows.find((flow) => chosen.includes(flow.id)) || flows[0];
  }
}

function words(text) {
  return text ? text.split(" ") : [];
}
