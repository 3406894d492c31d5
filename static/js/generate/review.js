// Keys of the review: J and K move between people, O opens the focused one on the board. Space is the button's own key.
import { lettersAllowed } from "../keys.js";

const rows = () => [...document.querySelectorAll("#people > tr")];

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step));
  const button = all[next].querySelector("button");
  button.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
  } else if (key === "o") {
    const row = document.activeElement?.closest("#people > tr");
    if (row) location.assign(row.dataset.board);
  }
});
