// Keys of the whole page: Ctrl K and ?. Single-letter keys of a page ask lettersAllowed() first, because they can
// be switched off on a device (WCAG 2.1.4) and never act while someone types.
import { openDialog } from "./dialog.js";

const OFF = "letter-keys-off";

export function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

export function lettersAllowed(event) {
  return !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey && localStorage.getItem(OFF) === null;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && document.getElementById("search")) {
    event.preventDefault();
    openDialog("search");
  } else if (event.key === "?" && lettersAllowed(event) && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    openDialog("keys");
  }
});

const choice = document.querySelector("[data-letter-keys]");
choice.checked = localStorage.getItem(OFF) === null;
choice.addEventListener("change", () => {
  if (choice.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});
