// The error summary takes the focus, so that it is read first; its links lead into the fields.

export function focusErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    // The label, not the control alone, should be in view.
    (field.closest(".field, .requirement") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
