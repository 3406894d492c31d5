// No network: an amber banner after 2 s, red after 30 s with the time of what is shown; green for 5 s when it is back.
import { alarm, announce } from "./announce.js";
import { icon } from "./icon.js";

const AMBER_MS = 2000;
const RED_MS = 30000;
const BACK_MS = 5000;
let banner = null;
let timers = [];

const time = () => new Date().toTimeString().slice(0, 5);

function show(state, mark, title, text) {
  banner?.remove();
  banner = document.createElement("div");
  banner.className = `net ${state}`.trim();
  const words = document.createElement("span");
  const fact = document.createElement("b");
  fact.textContent = title;
  words.append(fact, ` ${text}`);
  banner.append(icon(mark), words);
  document.body.append(banner);
}

addEventListener("offline", () => {
  const since = time();
  timers = [
    setTimeout(() => show("", "clock", "No connection.", "What you change now is not saved."), AMBER_MS),
    setTimeout(() => {
      show("off", "alert", `Offline since ${since}.`, "What you see may be out of date. Editing is paused.");
      alarm(`Offline since ${since}`);
    }, RED_MS),
  ];
});

addEventListener("online", () => {
  timers.forEach(clearTimeout);
  if (!banner) return;
  show("back", "check", "Back online.", "Load the page again to see what others changed.");
  announce("Back online");
  timers = [setTimeout(() => banner.remove(), BACK_MS)];
});
