// The search palette: arrows move through the results, Enter opens the marked one. The server finds them.

const dialog = document.getElementById("search");

if (dialog) {
  const input = dialog.querySelector("input");
  const results = dialog.querySelector(".results");
  const links = () => [...results.querySelectorAll("a")];
  let marked = -1;

  const mark = (index) => {
    const all = links();
    marked = all.length ? (index + all.length) % all.length : -1;
    all.forEach((link, i) => {
      link.id ||= `search-result-${i}`;
      link.classList.toggle("on", i === marked);
    });
    if (marked < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[marked].id);
      all[marked].scrollIntoView({ block: "nearest" });
    }
  };

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      links()[marked].click();
    }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === results) mark(0);
  });
}
