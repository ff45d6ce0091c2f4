// <table data-table> sorts by its headings, and filters by a box above it.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function keyOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.sort || cell.textContent.trim();
}

function sortable(table, rows) {
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
      const keyed = rows.map((row) => [keyOf(row, column), row]);
      keyed.sort((a, b) => {
        if (!a[0] || !b[0]) return a[0] ? -1 : b[0] ? 1 : 0; // empty cells stay at the end
        return collator.compare(a[0], b[0]) * (up ? 1 : -1);
      });
      rows.splice(0, rows.length, ...keyed.map((pair) => pair[1]));
      table.tBodies[0].append(...rows);
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
  label.append("Filter ", box);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  count.className = "quiet";
  bar.append(label, count);
  (table.closest(".scroll") ?? table).before(bar);
  let texts = null;
  box.addEventListener("input", () => {
    texts ??= new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const words = box.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      if (fits) shown++;
    }
    count.textContent = box.value ? `${shown} of ${rows.length}` : "";
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
