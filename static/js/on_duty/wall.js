// The wall's clock ticks in the page; the picture comes from the server every few seconds. When it stops coming, the
// clock turns amber and says how old the data is. Tiles that changed flash once.

const OLD_MS = 9000;
const wall = () => document.getElementById("wall");
const formats = new Map();
let offset = Number(wall().dataset.now) - Date.now();
let fresh = Date.now();
let shownTime = wall().dataset.time;
let tiles = texts();

function texts() {
  return new Map([...document.querySelectorAll(".tiles > li")].map((tile) => [tile.id, tile.textContent]));
}

function parts(zone, moment) {
  if (!formats.has(zone)) {
    const options = { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    formats.set(zone, new Intl.DateTimeFormat("en-GB", options));
  }
  return formats.get(zone).format(moment);
}

function tick() {
  const clock = document.getElementById("clock");
  const time = parts(wall().dataset.zone, Date.now() + offset);
  const seconds = document.createElement("small");
  seconds.textContent = time.slice(6);
  clock.replaceChildren(time.slice(0, 5), seconds);
  const isOld = Date.now() - fresh > OLD_MS;
  const words = isOld ? `Data from ${shownTime}` : "";
  document.documentElement.toggleAttribute("data-old", isOld);
  for (const id of ["old", "age"]) {
    const place = document.getElementById(id);
    if (place.textContent !== words) place.textContent = words;
  }
}

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  fresh = Date.now();
  shownTime = parts(wall().dataset.zone, Date.now() + offset).slice(0, 5);
});

document.body.addEventListener("htmx:afterSwap", () => {
  offset = Number(wall().dataset.now) - Date.now();
  const before = tiles;
  tiles = texts();
  for (const [id, text] of tiles) {
    if (before.get(id) === text) continue;
    const tile = document.getElementById(id);
    tile.classList.add("flash");
    setTimeout(() => tile.classList.remove("flash"), 600);
  }
  tick();
});

// The wall of an earlier moment stands still.
if (wall().dataset.asOf === undefined) {
  tick();
  setInterval(tick, 1000);
}
