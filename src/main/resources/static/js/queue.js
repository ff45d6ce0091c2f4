// <form data-queue>: keys for who decides many entries. They count only while the focus is in the form (WCAG 2.1.4).
function current(rows) {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function act(form, key) {
  const rows = [...form.querySelectorAll("tbody tr")].filter((row) => !row.hidden);
  const at = current(rows);
  const link = (row) => row?.querySelector("th a");
  const actions = {
    j: () => link(rows[Math.min(at + 1, rows.length - 1)])?.focus(),
    k: () => link(rows[Math.max(at - 1, 0)])?.focus(),
    o: () => link(rows[at])?.click(),
    x: () => rows[at]?.querySelector("input[type=checkbox]").click(),
    a: () => form.querySelector('[data-key="a"]').click(),
    d: () => form.querySelector('[name="reason"]').focus(),
  };
  if (!actions[key]) return false;
  actions[key]();
  return true;
}

export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-queue]:not([data-ready])")) {
    form.dataset.ready = "";
    form.querySelector("[data-shortcuts]").hidden = false;
    form.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (act(form, event.key)) event.preventDefault();
    });
  }
}
