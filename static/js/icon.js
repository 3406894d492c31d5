// An icon of the sprite as an element; the sprite's address is taken from an icon the server drew.

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawn = document.querySelector("svg.i use").getAttribute("href");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${drawn.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}
