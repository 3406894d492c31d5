// Going to another range, period or page and back keeps the place: how far the board was scrolled.
import { grid } from "./model.js";

const KEY = "board-scroll";

if (grid) {
  const kept = sessionStorage.getItem(KEY);
  if (kept) grid.scrollTop = Number(kept);
  addEventListener("pagehide", () => sessionStorage.setItem(KEY, String(grid.scrollTop)));
}
