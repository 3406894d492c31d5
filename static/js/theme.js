// The theme switch: applies at once and saves the choice on the server; without script it is a plain form.

const root = document.documentElement;

function shownTheme() {
  return root.dataset.theme || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form) return;
  event.preventDefault();
  const theme = shownTheme() === "light" ? "dark" : "light";
  const fields = new FormData(form);
  fields.set("theme", theme);
  root.dataset.theme = theme;
  fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
});
