// <a data-edit="#id"> opens the form at its address in that part of the page, <a data-edit="dialog"> in a dialog. Without this
// module, the address is a page of its own.
import { guard, release, touch } from "./guard.js";

async function load(address, options) {
  const answer = await fetch(address, {
    ...options,
    credentials: "same-origin",
    headers: { ...options?.headers, "X-Fragment": "1" },
  });
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) return { to: (await answer.json()).to };
  const text = await answer.text();
  // A whole page instead of a form: the session ended, or something else came between.
  return text.includes("<html") || answer.redirected ? { page: true } : { html: text };
}

function focusIn(box) {
  const wrong = box.querySelector('[aria-invalid="true"], [autofocus]');
  const first = box.querySelector("fieldset input:not([type=hidden]), fieldset select, fieldset textarea, button");
  const target = wrong ?? box.querySelector('[role="alert"]') ?? first;
  if (target && !target.matches("input, select, textarea, button, a")) target.tabIndex = -1;
  target?.focus();
}

function show(box, html, close) {
  box.innerHTML = html;
  import("./peerage.js").then((parts) => parts.enhance(box));
  const form = box.querySelector("form");
  if (!form) return;
  guard(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    if (button) button.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await load(form.getAttribute("action"), { method: "POST", body });
      if (answer.to || answer.page) {
        release(form);
        if (answer.page) form.submit();
        else go(answer.to);
        return;
      }
      show(box, answer.html, close);
      const again = box.querySelector("form");
      if (again) touch(again);
    } catch {
      if (button) button.disabled = false;
      tell(form, form.dataset.unreachable);
    }
  });
  form.querySelector("[data-cancel]")?.addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  focusIn(box);
}

function go(address) {
  const [path, part] = address.split("#");
  if (path === location.pathname + location.search && part) {
    location.hash = part;
    location.reload();
  } else {
    location.assign(address);
  }
}

function tell(form, text) {
  const note = form.querySelector("[data-trouble]") ?? document.createElement("p");
  note.dataset.trouble = "";
  note.className = "problem";
  note.setAttribute("role", "alert");
  note.textContent = text;
  form.prepend(note);
}

function mayLeave(form) {
  return !form || form.dataset.changed === undefined || confirm(form.dataset.leave);
}

async function inPlace(link, box) {
  if (box.dataset.editing !== undefined) return;
  const answer = await load(link.href);
  if (!answer.html) return location.assign(link.href);
  const before = [...box.childNodes];
  box.dataset.editing = "";
  show(box, answer.html, () => {
    const form = box.querySelector("form");
    if (!mayLeave(form)) return;
    release(form);
    delete box.dataset.editing;
    box.replaceChildren(...before);
    link.focus();
  });
}

async function inDialog(link) {
  const answer = await load(link.href);
  if (!answer.html) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  dialog.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent.trim());
  const close = () => {
    const form = dialog.querySelector("form");
    if (!mayLeave(form)) return;
    release(form);
    dialog.close();
    dialog.remove();
    link.focus();
  };
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.body.append(dialog);
  dialog.showModal();
  show(dialog, answer.html, close);
}

export function enhance(root) {
  for (const link of root.querySelectorAll("[data-edit]:not([data-ready])")) {
    link.dataset.ready = "";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
      event.preventDefault();
      const box = link.dataset.edit.startsWith("#") && document.querySelector(link.dataset.edit);
      (box ? inPlace(link, box) : inDialog(link)).catch(() => location.assign(link.href));
    });
  }
}
