// The inspector follows the focused cell: a fragment of the server, asked for after a short pause.
import { toast } from "../toast.js";
import { columnOf, data, dateAt, grid, isWeek, personOf, rowOf } from "./model.js";

const PAUSE_MS = 160;
const panel = document.getElementById("inspector");
let timer = 0;
let shown = null;
let wantsField = false;

export const isOpen = () => !panel.hidden;

function placeOf(element) {
  const row = rowOf(element);
  const day = isWeek ? element.dataset.on : dateAt(columnOf(element));
  return { person: personOf(row), day };
}

function load(place) {
  shown = place;
  const query = new URLSearchParams(data.query);
  query.set("person", place.person);
  query.set("day", place.day);
  htmx.ajax("GET", `${data.inspector}?${query}`, { source: panel, target: panel, swap: "innerHTML" });
}

/** Open on the focused cell or bar; with `edit` the first time field gets the focus. */
export function openInspector({ edit = false, at = null } = {}) {
  const element = at ?? grid.querySelector(isWeek ? ".b:focus" : '.c[tabindex="0"]');
  if (!element) return toast("Pick a shift first");
  wantsField = edit;
  panel.hidden = false;
  load(placeOf(element));
}

export function closeInspector() {
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  shown = null;
  grid?.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
}

if (grid) {
  const follow = (element) => {
    if (!isOpen()) return;
    clearTimeout(timer);
    timer = setTimeout(() => load(placeOf(element)), PAUSE_MS);
  };
  grid.addEventListener("cellfocus", ({ detail: { cell } }) => follow(cell));
  grid.addEventListener("dblclick", (event) => {
    const element = event.target.closest(isWeek ? ".b" : ".p .c");
    if (element) openInspector({ at: element });
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-inspector]")) closeInspector();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeInspector();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    panel.setAttribute("aria-busy", "false");
    if (wantsField) panel.querySelector("#times-form input.inp")?.select();
    wantsField = false;
  });
  // An edit of the person shown makes the panel old.
  document.body.addEventListener("boardChanged", (event) => {
    if (shown && isOpen() && event.detail.people.includes(shown.person)) load(shown);
  });
}
