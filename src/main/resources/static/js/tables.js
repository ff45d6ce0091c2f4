// <table data-table data-filter="Filter" data-some="{0} of {1}"> sorts by its headings, and filters by a box above it. Cells are read once, when first needed, and rows move
// in one step, so that a thousand of them answer within a frame or two.
import { compare, keys } from "./table-keys.js";

function sortable(table, rows) {
  const body = table.tBodies[0];
  const known = new Map();
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.dataset.plain !== undefined || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      if (!known.has(column)) known.set(column, keys(rows, column));
      const key = known.get(column);
      const order = rows.map((_, index) => index).sort((a, b) => compare(key[a], key[b], up));
      const moved = document.createDocumentFragment();
      order.forEach((index) => moved.append(rows[index]));
      body.append(moved);
    });
  });
}

function filterable(table, rows) {
  if (rows.length < 5) return;
  const bar = document.createElement("p");
  bar.className = "tablebar";
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  label.append(`${table.dataset.filter} `, box);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  count.className = "quiet";
  bar.append(label, count);
  (table.closest(".scroll") ?? table).before(bar);
  let texts = null;
  let shown = rows.map(() => true);
  box.addEventListener("input", () => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = texts.map((text) => words.every((word) => text.includes(word)));
    fits.forEach((fit, index) => {
      if (fit !== shown[index]) rows[index].hidden = !fit;
    });
    shown = fits;
    count.textContent = words.length ? table.dataset.some.replace("{0}", fits.filter(Boolean).length).replace("{1}", rows.length) : "";
  });
}

export function enhance(root) {
  for (const table of root.querySelectorAll("table[data-table]:not([data-ready])")) {
    table.dataset.ready = "";
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 2) continue;
    sortable(table, rows);
    filterable(table, rows);
  }
}
