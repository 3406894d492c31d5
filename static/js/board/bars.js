// The week: rows are lists of buttons with one tab stop. Left and right go along a row, up and down to the nearest bar of
// another person; a code letter sets that shift, Del clears it, Enter opens the times.
import { lettersAllowed } from "../keys.js";
import { openInspector } from "./inspector.js";
import { data, grid, isEditable, personOf, rowOf } from "./model.js";
import { sendEdit, sendUndo } from "./requests.js";
import { isBoardKey } from "./shortcuts.js";

const rows = () => [...grid.querySelectorAll(".p")].filter((row) => row.querySelector(".b"));
const barsOf = (row) => [...row.querySelectorAll(".b")];

function focusBar(bar) {
  if (!bar) return;
  grid.querySelector('.b[tabindex="0"]')?.setAttribute("tabindex", "-1");
  bar.tabIndex = 0;
  bar.focus();
  grid.dispatchEvent(new CustomEvent("cellfocus", { detail: { cell: bar } }));
}

/** Set or clear the shift of a bar's day; the row comes back drawn by the server. */
function change(bar, wanted) {
  if (isEditable) sendEdit([{ person: personOf(rowOf(bar)), day: bar.dataset.on, wanted }], () => {});
}

function nearest(row, bar) {
  const x = bar.offsetLeft;
  return barsOf(row).sort((a, b) => Math.abs(a.offsetLeft - x) - Math.abs(b.offsetLeft - x))[0];
}

grid.addEventListener("keydown", (event) => {
  const bar = event.target.closest(".b");
  if (!bar || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = bar.closest(".p");
  const bars = barsOf(row);
  const all = rows();
  const line = all.indexOf(row);
  const to = {
    ArrowRight: () => bars[bars.indexOf(bar) + 1],
    ArrowLeft: () => bars[bars.indexOf(bar) - 1],
    Home: () => bars[0],
    End: () => bars.at(-1),
    ArrowDown: () => all[line + 1] && nearest(all[line + 1], bar),
    ArrowUp: () => all[line - 1] && nearest(all[line - 1], bar),
  }[event.key];
  if (to) {
    event.preventDefault();
    focusBar(to());
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    openInspector({ edit: true, at: bar });
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    change(bar, null);
  } else if (lettersAllowed(event) && !isBoardKey(event) && event.key.toUpperCase() in data.codes) {
    event.preventDefault();
    event.stopPropagation();
    change(bar, { shift: event.key.toUpperCase() });
  }
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || !isEditable) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  sendUndo(event.shiftKey ? "redo" : "undo");
});
grid.addEventListener("click", (event) => {
  const bar = event.target.closest(".b");
  if (bar) focusBar(bar);
});

const first = grid.querySelector(".b");
if (first) first.tabIndex = 0;
