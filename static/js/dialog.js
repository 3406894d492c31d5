// Dialogs: native <dialog>. A link or button with data-opens="<id>" opens one; data-closes closes it; the focus
// returns to the opener. What htmx swaps into "<id>-body" opens it as well (see docs/front-end.md).

const openers = new WeakMap();

export function openDialog(id, title = null) {
  const dialog = document.getElementById(id);
  if (title !== null) dialog.querySelector("h2").textContent = title;
  if (!dialog.open) {
    openers.set(dialog, document.activeElement);
    dialog.showModal();
  }
  return dialog;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openDialog(opener.dataset.opens, opener.dataset.title ?? null);
    return;
  }
  const dialog = event.target.closest("dialog[data-dialog]");
  if (dialog && (event.target === dialog || event.target.closest("[data-closes]"))) dialog.close();
});

document.addEventListener(
  "close",
  (event) => {
    const opener = openers.get(event.target);
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  },
  true,
);

document.body.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event.detail;
  const dialog = target.closest?.("dialog[data-dialog]");
  if (!dialog || target.id !== `${dialog.id}-body` || dialog.open) return;
  const title = target.querySelector("[data-dialog-title]")?.dataset.dialogTitle;
  openDialog(dialog.id, title ?? null);
});

// An answer that finishes what the dialog was for closes it: HX-Trigger: closeDialog.
document.body.addEventListener("closeDialog", () => {
  for (const dialog of document.querySelectorAll("dialog[data-dialog][open]")) dialog.close();
});
