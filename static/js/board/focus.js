// One tab stop in the grid: arrows move the focus, the cell's name is built when it gets it.
import { announce } from "../announce.js";
import { cellsOf, columnOf, describe, grid, personOf, rowOf, rows } from "./model.js";

let current = null;

export const focused = () => (current?.isConnected ? current : null);

export function focusCell(cell, { scroll = true } = {}) {
  if (!cell) return;
  if (current && current !== cell) {
    current.removeAttribute("tabindex");
    current.removeAttribute("aria-label");
  }
  current = cell;
  cell.tabIndex = 0;
  cell.setAttribute("aria-label", describe(cell));
  cell.focus({ preventScroll: !scroll });
  grid.dispatchEvent(new CustomEvent("cellfocus", { detail: { cell } }));
}

/** The cell so many columns and rows away, or the nearest one inside. */
export function cellFrom(cell, columns, lines) {
  const all = rows();
  const row = all[Math.min(all.length - 1, Math.max(0, all.indexOf(rowOf(cell)) + lines))];
  const cells = cellsOf(row);
  return cells[Math.min(cells.length - 1, Math.max(0, columnOf(cell) + columns))];
}

const screenful = () => Math.max(1, Math.floor((grid.clientHeight - grid.querySelector(".hd").offsetHeight) / 26) - 1);

/** Where a key leads from a cell, or null for a key that does not move. */
export function destination(event, cell) {
  const cells = cellsOf(rowOf(cell));
  const all = event.ctrlKey ? rows() : null;
  switch (event.key) {
    case "ArrowRight": return cellFrom(cell, 1, 0);
    case "ArrowLeft": return cellFrom(cell, -1, 0);
    case "ArrowDown": return cellFrom(cell, 0, 1);
    case "ArrowUp": return cellFrom(cell, 0, -1);
    case "PageDown": return cellFrom(cell, 0, screenful());
    case "PageUp": return cellFrom(cell, 0, -screenful());
    case "Home": return all ? cellsOf(all[0])[0] : cells[0];
    case "End": return all ? cellsOf(all.at(-1)).at(-1) : cells.at(-1);
    default: return null;
  }
}

/** The next cell with a mark after this one, row by row; from the start again at the end. */
export function nextIssue() {
  const marked = [...grid.querySelectorAll(".c.e, .c.w")];
  if (!marked.length) return announce("No issues in the people shown");
  const from = focused();
  const after = marked.find((cell) => !from || from.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  focusCell(after ?? marked[0]);
}

// A swapped row keeps its place: the focus goes to the cell that stands where the old one stood.
let place = null;
grid.addEventListener("cellfocus", ({ detail: { cell } }) => {
  place = { person: personOf(rowOf(cell)), column: columnOf(cell) };
});
document.body.addEventListener("htmx:oobAfterSwap", () => {
  if (!place) return;
  const row = document.getElementById(`p-${place.person}`);
  const cell = row && cellsOf(row)[place.column];
  if (!cell) return;
  const hadFocus = document.activeElement === document.body || document.activeElement === cell;
  current = cell;
  cell.tabIndex = 0;
  cell.setAttribute("aria-label", describe(cell));
  if (hadFocus) cell.focus({ preventScroll: true });
});

grid.addEventListener("pointerdown", (event) => {
  const cell = event.target.closest(".p .c");
  if (cell && event.button === 0 && !event.shiftKey) focusCell(cell, { scroll: false });
});
grid.addEventListener("focusin", (event) => {
  if (event.target.matches(".c") && event.target !== current) focusCell(event.target);
});

const first = grid.querySelector(".p .c");
if (first) {
  current = first;
  first.tabIndex = 0;
}
