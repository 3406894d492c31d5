// The code of an authenticator app: one real input over six drawn cells; the sixth digit sends the form.
// Without script it is a plain input with a button.
const LENGTH = 6;

function enhance(field) {
  const input = field.querySelector("input");
  const cells = document.createElement("div");
  cells.className = "otp";
  cells.setAttribute("aria-hidden", "true");
  for (let index = 0; index < LENGTH; index += 1) cells.append(document.createElement("span"));
  input.after(cells);
  field.classList.add("drawn");
  let sent = false;

  function draw() {
    const digits = input.value.replace(/\D/g, "").slice(0, LENGTH);
    if (digits !== input.value) input.value = digits;
    [...cells.children].forEach((cell, index) => {
      cell.textContent = digits[index] ?? "";
      cell.classList.toggle("cu", index === digits.length && document.activeElement === input);
    });
    if (digits.length === LENGTH && !sent) {
      sent = true;
      input.form.requestSubmit();
    }
    if (digits.length < LENGTH) sent = false;
  }

  for (const kind of ["input", "focus", "blur"]) input.addEventListener(kind, draw);
  draw();
}

document.querySelectorAll("[data-code]").forEach(enhance);
