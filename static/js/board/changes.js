// After an edit: the version to base the next one on, and one word that it is saved.
import { announce } from "../announce.js";
import { grid } from "./model.js";

document.body.addEventListener("boardChanged", (event) => {
  const { version, changes } = event.detail;
  if (grid) grid.dataset.version = String(version);
  announce(changes ? "Saved" : "Nothing to change");
});
