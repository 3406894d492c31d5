// Editing cells by keys and by the selection bar: letters set a shift, Del clears, Ctrl C and V copy shapes,
// Ctrl Z and Ctrl Shift Z step through the planner's own edits.
import { lettersAllowed } from "../keys.js";
import { toast } from "../toast.js";
import { focused } from "./focus.js";
import { openInspector } from "./inspector.js";
import { cellsOf, columnOf, data, dateAt, grid, isEditable, lockAt, personOf, rowOf, rows } from "./model.js";
import { sendEdit, sendUndo } from "./requests.js";
import { isBoardKey } from "./shortcuts.js";
import { selected, selectedShape } from "./selection.js";

const TYPING_MS = 600;
let typed = "";
let timer = 0;
let copied = null;

/** Draw a change before the server has answered. The real marks come with its fragments. */
export function draw(cell, { wanted }) {
  const code = wanted?.shift ?? "";
  const isPast = cell.classList.contains("pa");
  cell.className = `c ch${code ? ` ${data.codes[code][0]}` : ""}${isPast ? " pa" : ""}`;
  cell.textContent = code;
  delete cell.dataset.code;
}

export function changesFor(cells, code) {
  return cells.map((cell) => ({
    person: personOf(rowOf(cell)),
    column: columnOf(cell),
    day: dateAt(columnOf(cell)),
    wanted: code ? { shift: code } : null,
  }));
}

/** Whether all cells may be edited; says why not. */
export function mayEdit(cells) {
  if (!isEditable) {
    toast("This view can’t be edited. Switch to drafts to change the roster.");
    return false;
  }
  if (!navigator.onLine) {
    toast("No connection. Editing goes on when it is back.", { tone: "warn" });
    return false;
  }
  const locked = cells.map((cell) => lockAt(columnOf(cell))).find(Boolean);
  if (locked) toast(locked, { tone: "warn" });
  return !locked;
}

export function setShift(cells, code) {
  if (!cells.length || !mayEdit(cells)) return;
  sendEdit(changesFor(cells, code), draw).then((isDone) => {
    if (!isDone || cells.length === 1) return;
    const words = code ? `Set ${code} on ${cells.length} days` : `Cleared ${cells.length} days`;
    toast(words, { action: { label: "Undo", key: "Ctrl Z", run: () => sendUndo("undo") } });
  });
}

function type(letter) {
  clearTimeout(timer);
  typed += letter.toUpperCase();
  const fitting = Object.keys(data.codes).filter((code) => code.startsWith(typed));
  if (!fitting.length) {
    typed = "";
    return false;
  }
  const apply = () => {
    const code = typed;
    typed = "";
    if (code in data.codes) setShift(selected(), code);
  };
  if (fitting.length === 1 && fitting[0] === typed) apply();
  else timer = setTimeout(apply, TYPING_MS);
  return true;
}

function paste() {
  const from = selected()[0];
  if (!copied) toast("Nothing is copied yet. Ctrl C copies the selected cells.");
  if (!copied || !from) return;
  const all = rows();
  const top = all.indexOf(rowOf(from));
  const changes = copied.flatMap((codes, down) => {
    const row = all[top + down];
    const cells = row ? cellsOf(row).slice(columnOf(from), columnOf(from) + codes.length) : [];
    return cells.flatMap((cell, right) => changesFor([cell], codes[right]));
  });
  const cells = changes.map(({ person, column }) => cellsOf(document.getElementById(`p-${person}`))[column]);
  if (changes.length && mayEdit(cells)) sendEdit(changes, draw);
}

/** The form of an action over the selected rows and days. */
function openMany(action) {
  const cells = selected();
  if (!cells.length || !mayEdit(cells)) return;
  const [first, last] = [cells[0], cells.at(-1)];
  const query = new URLSearchParams({
    board: data.query,
    first: personOf(rowOf(first)),
    last: personOf(rowOf(last)),
    since: dateAt(columnOf(first)),
    until: dateAt(columnOf(last)),
  });
  htmx.ajax("get", `${data.many[action]}?${query}`, { target: "#dialog-body", swap: "innerHTML" });
}

export function copy() {
  copied = selectedShape();
  toast(`Copied ${copied.flat().length === 1 ? "1 cell" : `${copied.flat().length} cells`}`);
}

grid.addEventListener("keydown", (event) => {
  if (!event.target.closest(".p .c")) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "c") copy();
    else if (key === "v") paste();
    else return;
    event.preventDefault();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    setShift(selected(), "");
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    openInspector({ edit: true });
  } else if (/^[a-z0-9]$/i.test(event.key) && lettersAllowed(event) && !isBoardKey(event) && type(event.key)) {
    event.preventDefault();
    event.stopPropagation();
  }
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || !isEditable) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  sendUndo(event.shiftKey ? "redo" : "undo");
});

const bar = document.getElementById("selection");
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.fill) setShift(selected(), button.dataset.fill);
  else if ("clear" in button.dataset) setShift(selected(), "");
  else if ("copy" in button.dataset) copy();
  else if ("paste" in button.dataset) paste();
  else if (button.dataset.many) {
    openMany(button.dataset.many);
    return;
  }
  focused()?.focus({ preventScroll: true });
});

