// Charts of hours and limits: the chosen moment's line follows the slider, and a table is one key away (Alt T, or T in a chart).

const lines = () => document.querySelectorAll(".moment-line");

document.addEventListener("input", (event) => {
  const slider = event.target.closest("[data-moment]");
  if (!slider) return;
  const at = `${(100 * slider.value) / slider.max}%`;
  for (const line of lines()) {
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "t" && event.code !== "KeyT") return;
  if (event.ctrlKey || event.metaKey) return;
  const chart = event.target.closest?.("[data-chart]");
  const typing = event.target.matches?.("input:not([type=range]), textarea, select");
  if (!event.altKey && (!chart || typing)) return;
  const table = (chart ?? document).querySelector("details.as-table");
  if (!table) return;
  event.preventDefault();
  table.open = !table.open;
  if (table.open) table.querySelector("summary").focus();
});
