// The week: rows are lists of buttons with one tab stop. Left and right go along a row, up and down to the nearest bar of
// another person; Enter opens the times.
import { grid } from "./model.js";
import { openInspector } from "./inspector.js";

const rows = () => [...grid.querySelectorAll(".p")].filter((row) => row.querySelector(".b"));
const barsOf = (row) => [...row.querySelectorAll(".b")];

function focusBar(bar) {
  if (!bar) return;
  grid.querySelector('.b[tabindex="0"]')?.setAttribute("tabindex", "-1");
  bar.tabIndex = 0;
  bar.focus();
  grid.dispatchEvent(new CustomEvent("cellfocus", { detail: { cell: bar } }));
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
  }
});
grid.addEventListener("click", (event) => {
  const bar = event.target.closest(".b");
  if (bar) focusBar(bar);
});

const first = grid.querySelector(".b");
if (first) first.tabIndex = 0;
