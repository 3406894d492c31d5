// Another range, period or filter is another page. When it takes longer than 300 ms, the rows that stand here turn into
// their own skeleton: the same places, without words. Coming back from the browser's memory shows them again.
import { announce } from "../announce.js";

const PATIENCE_MS = 300;
const main = document.getElementById("main");
let timer = 0;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    main.classList.add("waiting");
    main.setAttribute("aria-busy", "true");
    announce("Loading");
  }, PATIENCE_MS);
}

function stop() {
  clearTimeout(timer);
  main.classList.remove("waiting");
  main.removeAttribute("aria-busy");
}

/** Whether a link leads to rows like these: the board in another state, or a day. */
function leadsToRows(link) {
  const to = new URL(link.href, location.href);
  return to.origin === location.origin && (to.pathname === location.pathname || link.closest(".seg"));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".bar a[href], .foot a[href], .day-list a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && isPlain && !event.defaultPrevented && leadsToRows(link)) wait();
});
document.getElementById("filter")?.addEventListener("submit", wait);
addEventListener("pageshow", stop);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
});
