// <form data-guard> asks before the page is left with changes that are not saved.
const changed = new Set();

function warn(event) {
  for (const form of changed) {
    if (!form.isConnected) changed.delete(form);
  }
  if (changed.size > 0) event.preventDefault();
}

export function touch(form) {
  form.dataset.changed = "";
  changed.add(form);
  addEventListener("beforeunload", warn);
}

export function guard(form) {
  if (form.dataset.guarded !== undefined) return;
  form.dataset.guarded = "";
  form.addEventListener("input", () => touch(form));
  form.addEventListener("submit", () => changed.delete(form));
}

export function release(form) {
  if (form) changed.delete(form);
}

export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    guard(form);
  }
}
