// Tells how many characters are left where a text has a limit.

export function countCharacters() {
  for (const field of document.querySelectorAll("[data-most]")) {
    const counter = document.createElement("p");
    counter.className = "hint";
    field.insertAdjacentElement("afterend", counter);
    const spoken = document.createElement("p");
    spoken.className = "hidden-text";
    spoken.setAttribute("role", "status");
    counter.insertAdjacentElement("afterend", spoken);
    let timer = 0;
    const tell = () => {
      counter.textContent = words(field);
      window.clearTimeout(timer);
      // A screen reader hears the count when the typing pauses, not at each key.
      timer = window.setTimeout(() => (spoken.textContent = counter.textContent), 1000);
    };
    counter.textContent = words(field);
    field.addEventListener("input", tell);
  }
}

function words(field) {
  const left = Number(field.dataset.most) - field.value.length;
  const text = left < 0 ? field.dataset.over : field.dataset.left;
  return text.replace("{count}", String(Math.abs(left)));
}
