// Dragging a chip moves its shift to another cell, with Ctrl copies it. The same by keys: Ctrl C, Ctrl V, Del; by menu:
// Give to… in the inspector. Positions are set through the CSSOM, which the content policy allows.
import { draw, mayEdit } from "./editing.js";
import { focusCell } from "./focus.js";
import { codeOf, columnOf, dateAt, grid, isEditable, personOf, rowOf } from "./model.js";
import { sendEdit } from "./requests.js";

const START_PX = 5;
let drag = null;

function over(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest("#grid .p .c") ?? null;
}

function begin() {
  const picture = document.createElement("b");
  picture.className = `sh carried ${drag.cell.className.replace(/\bc\b|ch|foc|pa/g, "")}`;
  picture.textContent = drag.cell.textContent;
  document.body.append(picture);
  drag.picture = picture;
}

function end() {
  drag.picture?.remove();
  drag.target?.classList.remove("drop");
  drag = null;
}

const change = (cell, code) => ({
  person: personOf(rowOf(cell)),
  column: columnOf(cell),
  day: dateAt(columnOf(cell)),
  wanted: code ? { shift: code } : null,
});

if (isEditable) {
  grid.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".p .c");
    if (!cell || event.button !== 0 || event.pointerType === "touch" || !codeOf(cell)) return;
    drag = { cell, code: codeOf(cell), x: event.clientX, y: event.clientY, picture: null, target: null };
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.picture) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < START_PX) return;
      begin();
    }
    drag.picture.style.setProperty("--x", `${event.clientX + 10}px`);
    drag.picture.style.setProperty("--y", `${event.clientY + 8}px`);
    drag.target?.classList.remove("drop");
    drag.target = over(event);
    if (drag.target === drag.cell) drag.target = null;
    drag.target?.classList.add("drop");
  });
  window.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { cell, code, target, picture } = drag;
    end();
    if (!picture || !target || !mayEdit([cell, target])) return;
    const changes = event.ctrlKey ? [change(target, code)] : [change(cell, ""), change(target, code)];
    sendEdit(changes, draw);
    focusCell(target, { scroll: false });
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) end();
  });
  window.addEventListener("pointercancel", () => drag && end());
}
