// Without a connection nothing is sent that would be lost: what needs one is replaced by the floor's number.
const root = document.documentElement;

function mark() {
  root.toggleAttribute("data-offline", !navigator.onLine);
}

addEventListener("online", mark);
addEventListener("offline", mark);
mark();

// A report that is sent in the very moment dials instead.
document.addEventListener("submit", (event) => {
  const { dial } = event.target.dataset;
  if (navigator.onLine || dial === undefined) return;
  event.preventDefault();
  mark();
  if (dial) location.href = `tel:${dial}`;
});
