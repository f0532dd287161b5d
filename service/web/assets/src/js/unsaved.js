// Asks before a half-filled form is left; a form that was sent may go.

export function warnOfUnsavedInput() {
  const form = document.querySelector("form[data-warn-unsaved]");
  if (!form) return;
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  // Every form of the page counts as a decision to leave: releasing a task, signing out.
  document.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = ""; // older browsers ask for it
  });
}
