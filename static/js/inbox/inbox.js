// The inbox by keys: J K next and previous, A D the answer, R the reply, X selects, Ctrl Z takes back. Everything here is
// also a link or a button; deny without a reason goes to where one is given.
import { announce } from "../announce.js";
import { lettersAllowed } from "../keys.js";

const follow = (selector) => document.querySelector(selector)?.click();
const reply = () => document.getElementById("reply");
const picked = () => document.getElementById("picked");
const hasReason = () => Boolean(reply()?.value.trim() || picked()?.value);

function deny() {
  if (hasReason()) follow("[data-deny]");
  else (picked() ?? reply())?.focus();
}

function select() {
  const box = document.querySelector(".it.on [data-select]");
  if (!box) return;
  box.checked = !box.checked;
  const chosen = document.querySelectorAll("[data-select]:checked").length;
  announce(`${chosen} selected`);
}

function next() {
  const link = document.querySelector("#decision a") ?? document.querySelector("[data-next]");
  link?.click();
}

const acts = {
  j: next,
  k: () => follow("[data-previous]"),
  a: () => follow("[data-approve]"),
  d: deny,
  r: () => reply()?.focus(),
  x: select,
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    const undo = document.querySelector("[data-undo]");
    if (!undo) return;
    event.preventDefault();
    undo.requestSubmit();
    return;
  }
  const act = acts[event.key.toLowerCase()];
  if (!act || event.repeat || !lettersAllowed(event) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act();
});

// The button names the outcome of what is chosen.
document.addEventListener("change", (event) => {
  const words = document.querySelector("[data-outcome-words]");
  if (words && event.target.matches("input[data-outcome]")) words.textContent = event.target.dataset.outcome;
});

// News would undo a selection: they wait until it is gone.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("[data-news]") && document.querySelector("[data-select]:checked")) event.preventDefault();
});

document.querySelector(".it.on")?.scrollIntoView({ block: "nearest" });
