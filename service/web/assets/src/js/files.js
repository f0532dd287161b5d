// Says which files were chosen and how large they are, and refuses early what the server would refuse.

const MOST_BYTES = 10 * 1024 * 1024;

export function showChosenFiles() {
  for (const input of document.querySelectorAll("input[type='file'][data-too-large]")) {
    const message = document.createElement("p");
    message.className = "chosen";
    message.setAttribute("role", "status");
    input.insertAdjacentElement("afterend", message);
    input.addEventListener("change", () => show(input, message));
  }
}

function show(input, message) {
  const files = Array.from(input.files);
  const most = Number(input.dataset.mostBytes) || MOST_BYTES;
  const tooLarge = files.find((file) => file.size > most);
  message.className = tooLarge ? "chosen error-text" : "chosen";
  if (tooLarge) {
    message.textContent = input.dataset.tooLarge.replace("{name}", tooLarge.name);
    input.value = "";
    return;
  }
  message.textContent = files.map((file) => `${file.name} (${sizeOf(file.size)})`).join(", ");
}

function sizeOf(bytes) {
  const [amount, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  const digits = unit === "MB" ? 1 : 0;
  const shown = amount.toLocaleString(document.documentElement.lang, {
    maximumFractionDigits: digits,
  });
  return `${shown} ${unit}`;
}
