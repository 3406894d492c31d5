// Says how a run goes, at three moments only: the first roster, each halving of the gap, and the end.
import { announce } from "../announce.js";

let spoken = Number.NaN;
let state = document.getElementById("live")?.dataset.state ?? "";

function listen() {
  const live = document.getElementById("live");
  if (!live) return;
  const { gap, sentence, state: now } = live.dataset;
  if (now !== state) {
    if (now !== "queued" && now !== "running") announce(`The run has ended. ${sentence}`);
    state = now;
    return;
  }
  if (gap === "") return;
  const share = Number(gap);
  if (Number.isNaN(spoken)) announce(`First roster found. ${sentence}`);
  else if (share > spoken / 2) return;
  else announce(sentence);
  spoken = share;
}

document.body.addEventListener("htmx:afterSettle", listen);
