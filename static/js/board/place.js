// Going to another range, period or page and back keeps the place: how far the board was scrolled, and for each address
// the cell that had the focus. Back and reload put the focus there again.
import { cellAt, columnOf, grid, isWeek, personOf, rowOf } from "./model.js";

const SCROLL = "board-scroll";
const FOCUS = `board-focus ${location.search}`;

async function focusAgain() {
  const place = JSON.parse(sessionStorage.getItem(FOCUS) ?? "null");
  const cell = place && cellAt(place.person, place.column);
  const [entry] = performance.getEntriesByType("navigation");
  if (!cell || !["back_forward", "reload"].includes(entry?.type)) return;
  (await import("./focus.js")).focusCell(cell, { scroll: false });
}

if (grid) {
  const kept = sessionStorage.getItem(SCROLL);
  if (kept) grid.scrollTop = Number(kept);
  if (!isWeek) focusAgain();
  addEventListener("pagehide", () => {
    sessionStorage.setItem(SCROLL, String(grid.scrollTop));
    const cell = isWeek ? null : grid.querySelector('.c[tabindex="0"]');
    if (cell) sessionStorage.setItem(FOCUS, JSON.stringify({ person: personOf(rowOf(cell)), column: columnOf(cell) }));
  });
}
