// The bars of the day view: one tab stop, arrows between shifts, times moved by keys or by drag. What is sent goes
// through the server's one door; this module decides no rule and only draws what is being moved.
import { announce } from "../announce.js";
import { lettersAllowed } from "../keys.js";

const SNAP = 15;
const timeline = document.getElementById("timeline");
const head = () => document.getElementById("day-head");
const panel = document.getElementById("moving");
const from = Number(timeline.dataset.from);
const span = Number(timeline.dataset.span);
const bars = () => [...timeline.querySelectorAll("[data-bar]")];
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: timeline.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const timeOf = (minute) => clock.format(minute * 60000);
const endOf = (minute) => (timeOf(minute) === "00:00" ? "24:00" : timeOf(minute));
const duration = (minutes) => {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} m` : ""].filter(Boolean).join(" ");
};

// --- what is being moved ---
let move = null;

function begin(bar, edge) {
  if (move?.bar === bar) {
    move.edge = edge ?? move.edge;
    return move;
  }
  cancel();
  const start = Number(bar.dataset.start);
  const end = Number(bar.dataset.end);
  const ghost = document.createElement("div");
  ghost.className = `b ghost ${[...bar.classList].filter((name) => /^(at|l?[dhm]\d+)$/.test(name)).join(" ")}`;
  bar.before(ghost);
  bar.classList.add("moving");
  move = { bar, edge: edge ?? "both", start, end, was: { start, end }, ghost };
  grips();
  return move;
}

function grips() {
  for (const old of move.bar.querySelectorAll(".grip")) old.remove();
  for (const side of move.edge === "both" ? ["start", "end"] : [move.edge]) {
    const grip = document.createElement("span");
    grip.className = `grip ${side}`;
    move.bar.append(grip);
  }
}

function shift(minutes) {
  const { edge } = move;
  let { start, end } = move;
  if (edge !== "end") start += minutes;
  if (edge !== "start") end += minutes;
  if (end - start < SNAP || end - start > 26 * 60) return;
  move.start = start;
  move.end = end;
  draw();
}

function draw() {
  const { bar, start, end, was } = move;
  const left = Math.max(start, from);
  const right = Math.min(end, from + span);
  bar.style.setProperty("left", `${((left - from) / span) * 100}%`);
  bar.style.setProperty("width", `${((right - left) / span) * 100}%`);
  const change = end - start - (was.end - was.start);
  const words = `${timeOf(start)} – ${endOf(end)}`;
  const before = `was ${timeOf(was.start)} – ${endOf(was.end)}`;
  const length = `${duration(end - start)}${change ? `, ${change > 0 ? "+" : "−"}${duration(change)}` : ""}`;
  const strong = document.createElement("b");
  strong.textContent = words;
  const rest = document.createElement("span");
  rest.className = "mut";
  rest.textContent = ` ${before}. ${length}. Enter saves, Esc cancels.`;
  const first = document.createElement("p");
  first.append(strong, rest);
  panel.querySelector("p").replaceWith(first);
  panel.hidden = false;
  clearTimeout(asking);
  asking = setTimeout(ask, 250);
}

// The server says what these times would do; what it said before stays, dimmed, until then.
let asking = 0;

async function ask() {
  if (!move) return;
  const { bar, start, end } = move;
  const url = new URL(bar.href);
  url.pathname += "preview/";
  url.searchParams.set("start_minute", start);
  url.searchParams.set("end_minute", end);
  await htmx.ajax("get", url.pathname + url.search, { target: "#moving-facts", swap: "innerHTML" });
}

function finish() {
  if (!move) return;
  const { bar, ghost } = move;
  ghost.remove();
  bar.classList.remove("moving", "edge-start", "edge-end");
  for (const grip of bar.querySelectorAll(".grip")) grip.remove();
  panel.hidden = true;
  clearTimeout(asking);
  document.getElementById("moving-facts").replaceChildren();
  move = null;
}

function cancel() {
  if (!move) return;
  move.bar.style.removeProperty("left");
  move.bar.style.removeProperty("width");
  finish();
}

async function save() {
  const { bar, start, end, was } = move;
  if (start === was.start && end === was.end) {
    cancel();
    return;
  }
  const row = bar.closest(".p").id;
  const values = { start_minute: start, end_minute: end, base_version: head().dataset.version, edit_id: crypto.randomUUID() };
  finish();
  bar.setAttribute("aria-busy", "true");
  await htmx.ajax("post", bar.getAttribute("href"), { target: "#dialog-body", swap: "innerHTML", values });
  bar.removeAttribute("aria-busy");
  // Refused: the row was not swapped, so the bar goes back to where it stands.
  if (bar.isConnected) {
    bar.style.removeProperty("left");
    bar.style.removeProperty("width");
  } else focusRow(row);
}

const focusRow = (id) => document.getElementById(id)?.querySelector("[data-bar]")?.focus({ preventScroll: true });

// --- keys ---
function rove(bar) {
  for (const other of bars()) other.tabIndex = other === bar ? 0 : -1;
}

function near(bar, step) {
  const all = bars();
  return all[Math.min(all.length - 1, Math.max(0, all.indexOf(bar) + step))];
}

function openForm(bar, field) {
  cancel();
  const opened = htmx.ajax("get", bar.getAttribute("href"), { target: "#dialog-body", swap: "innerHTML" });
  if (field) opened.then(() => document.getElementById(`id_${field}`)?.focus());
}

function openBreaks(bar) {
  cancel();
  const opened = htmx.ajax("get", bar.dataset.breaks, { target: "#dialog-body", swap: "innerHTML" });
  opened.then(() => document.getElementById("id_start_0")?.focus());
}

timeline.addEventListener("focusin", (event) => {
  const bar = event.target.closest("[data-bar]");
  if (bar) rove(bar);
  if (move && bar !== move.bar) cancel();
});

timeline.addEventListener("keydown", (event) => {
  const bar = event.target.closest("[data-bar]");
  if (!bar || event.ctrlKey || event.metaKey) return;
  const editable = bar.matches("a");
  const step = event.altKey ? 1 : event.shiftKey ? 60 : SNAP;
  const act = {
    ArrowDown: () => near(bar, 1).focus(),
    ArrowUp: () => near(bar, -1).focus(),
    Home: () => bars()[0].focus(),
    End: () => bars().at(-1).focus(),
    ArrowLeft: editable && (() => { begin(bar); shift(-step); }),
    ArrowRight: editable && (() => { begin(bar); shift(step); }),
    Enter: editable && (() => (move ? save() : openForm(bar))),
    Escape: move && (() => { cancel(); announce("Not moved"); }),
    "[": editable && (() => { begin(bar, "start"); grips(); announce("Start"); }),
    "]": editable && (() => { begin(bar, "end"); grips(); announce("End"); }),
    t: editable && (() => openForm(bar, "start")),
    b: editable && (() => openBreaks(bar)),
    p: editable && (() => openForm(bar, "position")),
  }[event.key];
  if (!act || (/^[a-z[\]]$/.test(event.key) && !lettersAllowed(event))) return;
  event.preventDefault();
  act();
});

// --- now ---
function toNow() {
  const now = Number(timeline.dataset.now);
  const here = bars().find((bar) => Number(bar.dataset.start ?? 0) <= now && now < Number(bar.dataset.end ?? 0));
  (here?.closest(".p") ?? null)?.scrollIntoView({ block: "start" });
  return here;
}

document.addEventListener("keydown", (event) => {
  if (!lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  document.querySelector(`[data-range="${CSS.escape(event.key)}"]`)?.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "n" || !lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  const here = toNow();
  if (here) here.focus({ preventScroll: true });
  else document.querySelector("[data-to-now]")?.click();
});

// --- pointer: an edge or the whole bar ---
const EDGE_PX = 8;
const edgeAt = (bar, x) => {
  const box = bar.getBoundingClientRect();
  if (x - box.left < EDGE_PX) return "start";
  return box.right - x < EDGE_PX ? "end" : "both";
};

timeline.addEventListener("pointermove", (event) => {
  const bar = event.target.closest("a[data-bar]");
  if (!bar || drag) return;
  const edge = edgeAt(bar, event.clientX);
  bar.classList.toggle("edge-start", edge === "start");
  bar.classList.toggle("edge-end", edge === "end");
});

let drag = null;

timeline.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest("a[data-bar]");
  if (!bar || event.button !== 0 || event.pointerType === "touch") return;
  drag = { bar, x: event.clientX, edge: edgeAt(bar, event.clientX), moved: false, width: bar.parentElement.clientWidth };
  bar.setPointerCapture(event.pointerId);
});

timeline.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const pixels = event.clientX - drag.x;
  if (!drag.moved && Math.abs(pixels) < 4) return;
  drag.moved = true;
  begin(drag.bar, drag.edge);
  const snap = event.altKey ? 1 : SNAP;
  const edge = drag.edge === "end" ? move.was.end : move.was.start;
  const wanted = Math.round((edge + (pixels / drag.width) * span) / snap) * snap - edge;
  move.start = move.was.start;
  move.end = move.was.end;
  shift(wanted);
});

timeline.addEventListener("pointerup", () => {
  if (drag?.moved && move) save();
  else if (drag) drag.bar.focus({ preventScroll: true });
  setTimeout(() => { drag = null; }, 0);
});

timeline.addEventListener("pointercancel", () => {
  drag = null;
  cancel();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) {
    drag = null;
    cancel();
  }
});

timeline.addEventListener("dragstart", (event) => event.preventDefault());

timeline.addEventListener("click", (event) => {
  const bar = event.target.closest("a[data-bar]");
  if (!bar || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (!drag?.moved) openForm(bar);
});

// What is scrolled to stands below the head, however many requirements that shows.
function keepBelowHead() {
  const height = getComputedStyle(head()).position === "sticky" ? head().offsetHeight : 0;
  timeline.style.setProperty("scroll-padding-top", `${height}px`);
}
keepBelowHead();
new ResizeObserver(keepBelowHead).observe(timeline);

if (bars().length) rove(bars()[0]);
// A narrow page begins with its curve, which scrolls away with the rows.
if (getComputedStyle(head()).position === "sticky" && timeline.scrollTop === 0) toNow();
