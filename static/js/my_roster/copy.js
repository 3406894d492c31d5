// Keeps a copy of this page for when there is no network, on phones only: a console belongs to everybody.
const CACHE = "my-roster";

async function keep(worker) {
  await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  if (document.documentElement.hasAttribute("data-copy")) return;
  const cache = await caches.open(CACHE);
  const files = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}${document.querySelector("[data-static]").dataset.static}`));
  await Promise.allSettled([location.pathname, ...new Set(files)].map((name) => cache.add(name)));
  document.documentElement.dataset.kept = "";
}

const { worker } = document.querySelector("[data-worker]").dataset;
if (navigator.serviceWorker && matchMedia("(pointer: coarse)").matches) keep(worker).catch(() => {});
