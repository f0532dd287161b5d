// Shows the reason's field only while an option that needs a reason is chosen.

export function askReasonWhenNeeded() {
  for (const decision of document.querySelectorAll("[data-decision]")) {
    const reason = decision.querySelector("[data-reason]");
    if (!reason) continue;
    const follow = () => {
      const chosen = decision.querySelector("input[type='radio']:checked");
      reason.hidden = !(chosen && chosen.hasAttribute("data-needs-reason"));
    };
    decision.addEventListener("change", follow);
    // A page brought back by the browser has its choices restored after this script ran.
    window.addEventListener("pageshow", follow);
    follow();
  }
}
