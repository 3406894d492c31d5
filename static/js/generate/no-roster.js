// Keys of a run that no roster fits: J and K move between the ways out, O opens the one in focus on the board.
// Enter is the button's own key, so it takes the way in focus.
import { lettersAllowed } from "../keys.js";

const rows = () => [...document.querySelectorAll("#ways > tr")];
const inFocus = () => rows().findIndex((row) => row.contains(document.activeElement));

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const here = inFocus();
  const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step))];
  next.querySelector("button, a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
  } else if (key === "o") {
    const row = rows()[Math.max(0, inFocus())];
    if (row) location.assign(row.dataset.board);
  }
});
