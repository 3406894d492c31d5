// Two live regions: polite for saves, counts and runs, merged to one message per 2 s; assertive only for what
// needs a person at once (refused, offline, conflict).

const MERGE_MS = 2000;
let waiting = [];
let timer = 0;

function speak() {
  document.getElementById("announce").textContent = waiting.join(". ");
  waiting = [];
  timer = 0;
}

export function announce(text) {
  waiting.push(text);
  timer ||= setTimeout(speak, MERGE_MS);
}

export function alarm(text) {
  const region = document.getElementById("alarm");
  region.textContent = "";
  region.textContent = text;
}
