// What the page is about, read from the page itself: the grid, its rows, cells and dates, and the server's data block.

export const grid = document.getElementById("grid");
export const isWeek = grid?.hasAttribute("data-week") ?? false;
export const isEditable = grid?.hasAttribute("data-editable") ?? false;
export const data = JSON.parse(document.getElementById("board-data").textContent);

const HEADS = grid && !isWeek ? [...grid.querySelectorAll(".dy [data-on]")] : [];

export const dayCount = HEADS.length;
export const dateAt = (column) => HEADS[column].dataset.on;
export const dayWords = (column) => HEADS[column].dataset.words;
export const lockAt = (column) => HEADS[column].dataset.lock ?? "";

export const version = () => Number(grid.dataset.version);

/** People rows in the order shown. Read anew, since an edit may have swapped some. */
export const rows = () => [...grid.querySelectorAll(".p")];

export const cellsOf = (row) => [...row.getElementsByClassName("c")];
export const rowOf = (cell) => cell.closest(".p");
export const personOf = (row) => row.id.slice(2);
export const nameOf = (row) => row.querySelector(".nm a").textContent;
export const columnOf = (cell) => cellsOf(rowOf(cell)).indexOf(cell);
export const cellAt = (person, column) => {
  const row = document.getElementById(`p-${person}`);
  return row ? (cellsOf(row)[column] ?? null) : null;
};

/** The letters of a cell as a shift code: without the marks for overtime, removal and a second shift. */
export function codeOf(cell) {
  if (cell.classList.contains("rm")) return "";
  const code = cell.dataset.code ?? cell.textContent.trim().replace(/[+²]/g, "");
  return code in data.codes ? code : "";
}

const MARKS = [
  ["rm", "removed in draft"],
  ["cut", "partly on leave"],
  ["ch", "draft"],
  ["e", "breaks a rule"],
  ["w", "warning"],
];

/** "Tamura, Hana, Thu Aug 13, Day 06:00 to 18:00, overtime, draft, breaks a rule". */
export function describe(cell) {
  const row = rowOf(cell);
  const text = cell.textContent.trim();
  const code = cell.dataset.code ?? text.replace(/[−+²]/g, "");
  const known = data.codes[code];
  const leave = Object.entries(data.leave).find(([letters]) => letters === code);
  const parts = [nameOf(row), dayWords(columnOf(cell))];
  if (known) parts.push(`${known[1]} ${known[2]} to ${known[3]}`);
  else if (leave) parts.push(`leave, ${leave[1]}`);
  else if (cell.classList.contains("oo")) parts.push("on leave, day off");
  else parts.push(text || "off");
  if (text.endsWith("+")) parts.push("overtime");
  for (const [mark, words] of MARKS) if (cell.classList.contains(mark)) parts.push(words);
  return parts.join(", ");
}
