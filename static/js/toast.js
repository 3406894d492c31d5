// Toasts: one at a time, bottom center, 10 s, paused on hover and focus. Messages of the server are already
// in the page when it loads; scripts call toast(). An answer may also carry one: HX-Trigger: {"toast": {...}}.
import { announce, alarm } from "./announce.js";
import { icon } from "./icon.js";

const SHOWN_MS = 10000;
let timer = 0;

const place = () => document.getElementById("toasts");

function startTimer() {
  clearTimeout(timer);
  timer = setTimeout(() => place().replaceChildren(), SHOWN_MS);
}

/** Show `text`; `action` is {label, key, run}. `tone` is "", "warn" or "bad". */
export function toast(text, { tone = "", action = null } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  if (tone) {
    const mark = document.createElement("span");
    mark.className = tone;
    mark.append(icon("alert"));
    box.append(mark);
  }
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = action.label;
    if (action.key) {
      const key = document.createElement("kbd");
      key.textContent = action.key;
      button.append(key);
    }
    button.addEventListener("click", () => {
      place().replaceChildren();
      action.run();
    });
    box.append(button);
  }
  place().replaceChildren(box);
  (tone === "bad" ? alarm : announce)(text);
  startTimer();
}

const holder = place();
holder.addEventListener("pointerenter", () => clearTimeout(timer), true);
holder.addEventListener("pointerleave", startTimer, true);
holder.addEventListener("focusin", () => clearTimeout(timer));
holder.addEventListener("focusout", startTimer);
if (holder.childElementCount) startTimer();
document.body.addEventListener("toast", (event) => toast(event.detail.text, { tone: event.detail.tone || "" }));
