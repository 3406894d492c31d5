// A rectangle of cells: Shift with arrows or click extends it, Esc gives it up. The bar above the grid acts on it.
import { announce } from "../announce.js";
import { destination, focusCell, focused } from "./focus.js";
import { cellAt, cellsOf, codeOf, columnOf, dateAt, grid, personOf, rowOf, rows } from "./model.js";

const bar = document.getElementById("selection");
let anchor = null;
let shown = [];
let spoken = 0;

const placeOf = (cell) => ({ person: personOf(rowOf(cell)), column: columnOf(cell) });

/** The selected cells, or the focused one, in order of rows. */
export function selected() {
  if (shown.length > 1) return shown.filter((cell) => cell.isConnected);
  const cell = focused();
  return cell ? [cell] : [];
}

/** The same as rows of cells: for copying shapes. */
export function selectedShape() {
  const byRow = new Map();
  for (const cell of selected()) {
    const row = rowOf(cell);
    byRow.set(row, [...(byRow.get(row) ?? []), cell]);
  }
  return [...byRow.values()].map((cells) => cells.map(codeOf));
}

function words(cells) {
  const people = new Set(cells.map((cell) => rowOf(cell).id)).size;
  return [`${cells.length} cells`, `${people} ${people === 1 ? "person" : "people"}`];
}

function paint(cells) {
  for (const cell of shown) cell.removeAttribute("aria-selected");
  shown = cells;
  const many = cells.length > 1;
  if (many) for (const cell of cells) cell.setAttribute("aria-selected", "true");
  bar.hidden = !many;
  if (!many) return;
  const [count, people] = words(cells);
  bar.querySelector("[data-selected-cells]").textContent = count;
  bar.querySelector("[data-selected-people]").textContent = people;
  clearTimeout(spoken);
  spoken = setTimeout(() => announce(`${count}, ${people} selected`), 500);
}

function rectangle(from, to) {
  const all = rows();
  const [top, bottom] = [all.indexOf(rowOf(from)), all.indexOf(rowOf(to))].sort((a, b) => a - b);
  const [left, right] = [columnOf(from), columnOf(to)].sort((a, b) => a - b);
  return all.slice(top, bottom + 1).flatMap((row) => cellsOf(row).slice(left, right + 1));
}

export function extendTo(cell) {
  anchor ??= focused() && placeOf(focused());
  const from = anchor && cellAt(anchor.person, anchor.column);
  if (!from) return;
  focusCell(cell);
  paint(rectangle(from, cell));
}

export function deselect() {
  anchor = null;
  paint([]);
}

grid.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".p .c");
  if (!cell || event.altKey || event.metaKey) return;
  const to = destination(event, cell);
  if (to) {
    event.preventDefault();
    if (event.shiftKey) extendTo(to);
    else {
      deselect();
      focusCell(to);
    }
  } else if (event.key === "Escape") deselect();
});
grid.addEventListener("pointerdown", (event) => {
  const cell = event.target.closest(".p .c");
  if (!cell || event.button !== 0) return;
  if (event.shiftKey) {
    event.preventDefault();
    extendTo(cell);
  } else deselect();
});
bar.querySelector("[data-deselect]").addEventListener("click", () => {
  deselect();
  focused()?.focus();
});

// Swapped rows are new elements: the selection is drawn again over the same people and days.
document.body.addEventListener("htmx:oobAfterSwap", () => {
  if (shown.length < 2 || shown.every((cell) => cell.isConnected && cell.hasAttribute("aria-selected"))) return;
  const here = focused();
  const from = anchor && cellAt(anchor.person, anchor.column);
  if (from && here) paint(rectangle(from, here));
  else deselect();
});

export const daysOf = (cells) => cells.map((cell) => ({ person: personOf(rowOf(cell)), day: dateAt(columnOf(cell)) }));
