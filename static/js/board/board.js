// Entry of the roster board: starts the behaviours of the grid (or of the week's bars) on the page.
import "./changes.js";
import "./place.js";
import "./inspector.js";
import "./shortcuts.js";
import "./waiting.js";
import { grid, isWeek } from "./model.js";

if (grid && isWeek) await import("./bars.js");
if (grid && !isWeek) {
  await import("./focus.js");
  await import("./selection.js");
  await import("./editing.js");
  await import("./drag.js");
}
// From here on the keys work.
grid?.setAttribute("data-ready", "");
