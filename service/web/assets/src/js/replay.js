// Moves through the moments of a replay, of which the page holds all and shows one at a time.

const SETTLED = 300; // milliseconds after which a moment was not just passed over
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Replay {
  constructor(stage) {
    this.stage = stage;
    this.moments = Array.from(stage.querySelectorAll("[data-moment]"));
    this.at = this.moments.findIndex((moment) => !moment.hidden);
    this.answers = Array.from(document.querySelectorAll("[data-since]"));
    this.slider = stage.querySelector("[data-slider]");
    this.button = stage.querySelector("[data-play]");
    this.pace = stage.querySelector("[data-pace]");
    this.playWord = this.button.textContent;
    this.listeners = [];
    if (calm.matches) this.pace.querySelector("[data-calm]").selected = true;
    stage.querySelector("[data-controls]").hidden = false;
    stage.classList.add("is-live");
    this.connect();
    this.tell();
  }

  /** Call `listener` with the index of the moment that is shown, now and whenever it changes. */
  onShow(listener) {
    this.listeners.push(listener);
    listener(this.at);
  }

  connect() {
    this.slider.addEventListener("input", () => this.byHand(this.slider.value - this.slider.min));
    this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.stage.addEventListener("click", (event) => {
      const link = event.target.closest("[data-go]");
      if (!link) return;
      const moved = this.step(link.dataset.go === "next" ? 1 : -1);
      if (moved || link.hasAttribute("aria-disabled")) event.preventDefault();
    });
    document.addEventListener("click", (event) => this.goTo(event));
    document.addEventListener("keydown", (event) => this.byKey(event));
  }

  /** A link to a moment of this window needs no new page, unless it is to open elsewhere. */
  goTo(event) {
    const link = event.target.closest("[data-to]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const index = this.moments.findIndex(({ dataset }) => dataset.moment === link.dataset.to);
    if (index < 0) return;
    event.preventDefault();
    this.byHand(index);
    this.stage.scrollIntoView();
    this.slider.focus({ preventScroll: true });
  }

  byKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // The slider, fields and the drawing have their own use for these keys.
    if (event.target.closest("input, select, textarea, svg")) return;
    const controls = event.target.closest("[data-controls], [data-go]");
    const ends = controls ? { Home: -Infinity, End: Infinity } : {};
    const steps = { ArrowLeft: -1, ArrowRight: 1, ...ends }[event.key];
    if (!steps) return;
    event.preventDefault();
    this.byHand(this.at + steps);
  }

  /** One moment on or back; false at the end of the window, where the link leads to the next. */
  step(by) {
    const inside = this.moments[this.at + by] !== undefined;
    if (inside) this.byHand(this.at + by);
    return inside;
  }

  byHand(index) {
    this.pause();
    this.show(index);
  }

  play() {
    this.button.textContent = this.button.dataset.pause;
    const last = this.moments.length - 1;
    const next = (index) => {
      this.show(index);
      if (this.at === last) this.pause();
      else this.timer = window.setTimeout(() => next(this.at + 1), Number(this.pace.value));
    };
    next(this.at === last ? 0 : this.at + 1);
  }

  pause() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.button.textContent = this.playWord;
  }

  show(index) {
    const at = Math.max(0, Math.min(this.moments.length - 1, Number(index)));
    if (at === this.at) return;
    this.moments[this.at].hidden = true;
    this.moments[at].hidden = false;
    this.at = at;
    const place = Number(this.moments[at].dataset.place);
    for (const answer of this.answers) {
      const { since, until = Infinity } = answer.dataset;
      answer.hidden = place < Number(since) || place >= Number(until);
    }
    this.tell();
    this.listeners.forEach((listener) => listener(at));
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.settle(), SETTLED);
  }

  /** Let every part of the page say where the replay is. */
  tell() {
    const { dataset } = this.moments[this.at];
    const step = this.stage.querySelector("[data-words]");
    step.textContent = step.dataset.words.replace("{step}", dataset.place);
    this.slider.value = dataset.place;
    this.slider.setAttribute("aria-valuetext", `${step.textContent}: ${dataset.title}`);
    for (const link of this.stage.querySelectorAll("[data-go]")) this.aim(link);
    for (const link of document.querySelectorAll(".moments [data-to]")) {
      if (link.dataset.to === dataset.moment) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  /** Where "next" and "previous" lead: to a moment here, to another window, or nowhere. */
  aim(link) {
    const forwards = link.dataset.go === "next";
    const beside = this.moments[this.at + (forwards ? 1 : -1)];
    const { page, earlier, later } = this.stage.dataset;
    const number = beside ? beside.dataset.moment : forwards ? later : earlier;
    if (number) {
      link.href = `${page}?moment=${number}#replay`;
      link.removeAttribute("aria-disabled");
    } else {
      // It keeps its address: a link without one would lose the focus that it may have.
      link.setAttribute("aria-disabled", "true");
    }
  }

  /** Once it stays at a moment: the address leads to it, and it is said to who cannot see it. */
  settle() {
    const { page } = this.stage.dataset;
    window.history.replaceState(null, "", `${page}?moment=${this.moments[this.at].dataset.moment}`);
    if (document.activeElement === this.slider) return; // it says its own value
    this.stage.querySelector("[data-said]").textContent =
      this.slider.getAttribute("aria-valuetext");
  }
}
