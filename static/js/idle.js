// Warns two minutes before a session without use ends (staff/sign_in/idle.py). The server counts; other tabs and what is
// typed here count as use. When the time is over the page gives way to sign-in, so that nobody reads it at the console.

const WARN_SECONDS = 120;
const dialog = document.getElementById("idle");
const { address, signIn } = dialog.dataset;
const title = dialog.querySelector("h2");
const reason = dialog.querySelector("[data-reason]");
const stay = dialog.querySelector("[data-stay]");
let timer = 0;
let endsAt = 0;
let lastInput = 0;
let lastSaid = Date.now();

const words = (seconds) => (seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`);

async function ask(headers) {
  const answer = await fetch(address, { headers });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function leave() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`${signIn}?next=${next}`);
}

function tick() {
  const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  title.textContent = `You are signed out in ${words(seconds)}`;
  clearTimeout(timer);
  if (seconds === 0) look();
  else timer = setTimeout(tick, 1000);
}

function warn(seconds, canStay) {
  endsAt = Date.now() + seconds * 1000;
  reason.hidden = !canStay;
  stay.hidden = !canStay;
  if (!dialog.open) dialog.showModal();
  (canStay ? stay : dialog.querySelector("[data-leave]")).focus();
  tick();
}

function settle({ seconds_left: seconds, can_stay: canStay }) {
  clearTimeout(timer);
  if (seconds === 0) return leave();
  if (seconds <= WARN_SECONDS) {
    // Scrolling and typing need no request, but they are use.
    if (canStay && lastInput > lastSaid) return say();
    return warn(seconds, canStay);
  }
  if (dialog.open) dialog.close();
  timer = setTimeout(look, (seconds - WARN_SECONDS) * 1000);
}

// Without the network nothing can be known: asked again each half minute.
const again = () => {
  clearTimeout(timer);
  timer = setTimeout(look, 30000);
};
const look = () => ask({ "Watchbill-Background": "1" }).then(settle, again);

function say() {
  lastSaid = Date.now();
  ask({}).then(settle, again);
}

for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
  addEventListener(
    kind,
    () => {
      if (!dialog.open) lastInput = Date.now();
    },
    { passive: true, capture: true },
  );
}
stay.addEventListener("click", say);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (!stay.hidden) say();
});
// Timers sleep in hidden tabs and with the machine.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
timer = setTimeout(look, Math.max(0, Number(dialog.dataset.seconds) - WARN_SECONDS) * 1000);
