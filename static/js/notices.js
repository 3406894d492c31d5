// Notices by keys: J K next and previous, Enter opens, A acknowledges.
import { lettersAllowed } from "./keys.js";

const rows = [...document.querySelectorAll("[data-notice]")];
const place = () => rows.indexOf(document.activeElement?.closest("[data-notice]"));

function go(step) {
  const next = Math.min(rows.length - 1, Math.max(0, place() + step));
  rows[next]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  const row = rows[place()];
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "a") (row ?? document).querySelector("[data-acknowledge]")?.click();
  else if (key === "enter" && row === document.activeElement) row.querySelector("[data-open]")?.click();
});
