// Shows the reason's field only while an option that needs a reason is among the chosen.

export function askReasonWhenNeeded() {
  for (const decision of document.querySelectorAll("[data-decision]")) {
    const reason = decision.querySelector("[data-reason]");
    if (!reason) continue;
    const follow = () => {
      reason.hidden = !decision.querySelector("[data-needs-reason]:checked");
    };
    decision.addEventListener("change", follow);
    // A page brought back by the browser has its choices restored after this script ran.
    window.addEventListener("pageshow", follow);
    follow();
  }
}
