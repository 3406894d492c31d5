// Edits on their way to the server. The page shows them at once; the answer's fragments replace what was shown, and a
// refusal puts the old cells back with the reason. One edit at a time, in the order they were made.
import { alarm } from "../announce.js";
import { toast } from "../toast.js";
import { cellAt, data, version } from "./model.js";

const PENDING_MS = 400;
let queue = Promise.resolve();

/** Send changes ({person, day, column, wanted}) as one gesture. `show(cell, change)` draws each at once. */
export function sendEdit(changes, show) {
  const before = changes.map(({ person, column }) => {
    const cell = cellAt(person, column);
    return cell && { person, column, className: cell.className, text: cell.textContent, code: cell.dataset.code };
  });
  for (const change of changes) {
    const cell = cellAt(change.person, change.column);
    if (cell) show(cell, change);
  }
  const late = setTimeout(() => mark(changes, true), PENDING_MS);
  const editId = crypto.randomUUID();
  const body = () => ({
    edit: JSON.stringify({
      edit_id: editId,
      base_version: version(),
      changes: changes.map(({ person, day, wanted }) => ({ type: "set_day", person, day, wanted })),
    }),
    board: data.query,
  });
  queue = queue.then(() => post(data.edit, body())).then((isDone) => {
    clearTimeout(late);
    mark(changes, false);
    if (!isDone) restore(before);
    return isDone;
  });
  return queue;
}

export function sendUndo(direction) {
  queue = queue.then(() => post(data.undo, { direction, board: data.query, edit_id: crypto.randomUUID() }));
  return queue;
}

/** Resolves to whether anything changed on the server. The fragments in the answer are swapped by htmx. */
function post(url, values) {
  const source = document.getElementById("grid");
  let isDone = false;
  const finish = ({ detail }) => {
    isDone = detail.changes > 0;
  };
  source.addEventListener("boardChanged", finish);
  return htmx
    .ajax("POST", url, { source, values, swap: "none" })
    .catch(() => {})
    .then(() => {
      source.removeEventListener("boardChanged", finish);
      return isDone;
    });
}

function mark(changes, isPending) {
  for (const { person, column } of changes) cellAt(person, column)?.classList.toggle("pending", isPending);
}

function restore(before) {
  for (const was of before) {
    const cell = was && cellAt(was.person, was.column);
    if (!cell) continue;
    cell.className = was.className;
    cell.textContent = was.text;
    if (was.code) cell.dataset.code = was.code;
  }
}

document.body.addEventListener("editRefused", (event) => {
  toast(event.detail.text, { tone: "warn" });
  alarm(event.detail.text);
});
