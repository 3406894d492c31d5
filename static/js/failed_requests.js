// A request of htmx that fails is never silent: a toast says what happened and offers to try again. Answers 409 and
// 422 are not failures: they carry a fragment that says what is wrong, and are swapped (htmx-config in base.html).
import { toast } from "./toast.js";

function retry(detail) {
  const { path, verb, parameters } = detail.requestConfig ?? {};
  if (!path) return null;
  // What was sent is sent again: an edit keeps its id, so that one which did arrive is not done twice.
  const values = verb === "get" ? undefined : { ...parameters };
  const again = { source: detail.elt, target: detail.target, swap: detail.etc?.swapOverride, values };
  return { label: "Try again", run: () => htmx.ajax(verb, path, again) };
}

const reasons = {
  "htmx:sendError": () => "The server could not be reached. What you see is the last view.",
  "htmx:timeout": () => "The server took longer than 10 s. What you see is the last view.",
  "htmx:responseError": ({ xhr }) => {
    if (xhr.status === 401) return "You are signed out. Load the page again to sign in.";
    if (xhr.status === 403) return "Your role does not allow this, or the page is too old. Load it again.";
    if (xhr.status === 404) return "This was removed meanwhile.";
    if (xhr.status === 429) return "Too many requests. Wait a minute.";
    return "The server ran into a problem. Nothing was changed.";
  },
};

for (const [name, reason] of Object.entries(reasons)) {
  document.body.addEventListener(name, (event) => {
    toast(reason(event.detail), { tone: "bad", action: retry(event.detail) });
  });
}

// A session that has ended answers with the sign-in page: it is not swapped into the page, and what was typed stays.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const signIn = document.querySelector('meta[name="sign-in"]').content;
  const { xhr } = event.detail;
  if (!xhr.responseURL || new URL(xhr.responseURL).pathname !== signIn) return;
  event.preventDefault();
  toast("You are signed out. Nothing was changed.", {
    tone: "bad",
    action: { label: "Sign in", run: () => location.reload() },
  });
});
