"use strict";
// The strip of a pattern's days: as many inputs as the length says, colors by code, arrow keys between days.
// Without this file the length counts when the form is saved.
(() => {
  const setUp = (strip) => {
    const days = strip.querySelector("[data-strip-days]");
    const length = strip.querySelector("[data-strip-length]");
    const off = strip.dataset.off;
    const hues = new Map([...strip.querySelectorAll("datalist option")].map((one) => [one.value, one.dataset.hue || ""]));
    const inputs = () => [...days.querySelectorAll("input")];
    const paint = (input) => {
      const code = input.value.trim().toUpperCase() || off;
      input.parentElement.className = `strip-day ${hues.get(code) || ""}`.trim();
      input.setCustomValidity(hues.has(code) ? "" : `${code} is no shift type.`);
    };
    const resize = () => {
      const wanted = Math.min(Math.max(Number.parseInt(length.value, 10) || 0, 0), Number(length.max));
      if (wanted < 1) return;
      const now = inputs();
      now.slice(wanted).forEach((input) => input.parentElement.remove());
      for (let day = now.length + 1; day <= wanted; day += 1) {
        const added = now[0].parentElement.cloneNode(true);
        const input = added.querySelector("input");
        added.querySelector("span").textContent = String(day);
        input.setAttribute("aria-label", `Day ${day}`);
        input.value = off;
        days.append(added);
        paint(input);
      }
    };
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    length.addEventListener("input", resize);
    days.addEventListener("input", (event) => paint(event.target));
    days.addEventListener("focusin", (event) => event.target.select());
    days.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      const all = inputs();
      const next = all[all.indexOf(event.target) + step];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    });
    inputs().forEach(paint);
  };
  // The admin loads its scripts in the head, before the form is there.
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-strip]").forEach(setUp));
})();
