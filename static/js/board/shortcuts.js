// Keys of the whole board: I inspector, . next issue, G date, / filter, V drafts or published, 4 2 1 0 ranges.
import { openDialog } from "../dialog.js";
import { lettersAllowed } from "../keys.js";
import { closeInspector, isOpen, openInspector } from "./inspector.js";
import { grid, isWeek } from "./model.js";

const follow = (link) => link?.click();

function askForDate() {
  const dialog = document.getElementById("search");
  const input = dialog?.querySelector("input");
  if (!input) return;
  const usual = input.placeholder;
  input.placeholder = "Date, such as 2026-08-13 or Aug 13";
  dialog.addEventListener("close", () => { input.placeholder = usual; }, { once: true });
  openDialog("search");
  input.focus();
}

const actions = {
  i: () => (isOpen() ? closeInspector() : openInspector()),
  ".": async () => !isWeek && grid && (await import("./focus.js")).nextIssue(),
  g: askForDate,
  "/": () => {
    const menu = document.querySelector("details.filter");
    menu.open = true;
    menu.querySelector("#filter-words").focus();
  },
  v: () => follow(document.getElementById("view-switch")),
  4: () => follow(document.querySelector('[data-range="4"]')),
  2: () => follow(document.querySelector('[data-range="2"]')),
  1: () => follow(document.querySelector('[data-range="W"]')),
  0: () => follow(document.querySelector('[data-range="0"]')),
};

/** With Shift a letter is a key of the board, also where a shift type has it as its code. */
export const isBoardKey = (event) => event.shiftKey && event.key.toLowerCase() in actions;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]") || !lettersAllowed(event)) return;
  const action = actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
