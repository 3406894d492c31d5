// The home of an employee without a network: the last copy of the page, marked as one. Nothing else is answered from here.
// Which files the page needs is noted by js/my_roster/copy.js; signing out deletes everything (js/sign_in/forget.js).
const CACHE = "my-roster";

async function home(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    // Led to sign-in or refused: the copy is nobody's any more.
    if (answer.redirected || answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(CACHE);
    else if (answer.ok) await cache.put("{{ home }}", answer.clone());
    return answer;
  } catch (error) {
    const copy = await cache.match("{{ home }}");
    if (!copy) throw error;
    const text = (await copy.text()).replace("<html ", "<html data-copy ");
    return new Response(text, { headers: copy.headers });
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await (await caches.open(CACHE)).match(request);
    if (!copy) throw error;
    return copy;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === "{{ home }}" && !searchParams.has("as_of")) event.respondWith(home(request));
  else if (pathname.startsWith("{{ static }}")) event.respondWith(file(request));
});
