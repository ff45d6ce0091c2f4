// <form data-matrix>: ticks that follow from each other, what lines inherit, and a preview that keeps up.
const READ = 1;

function words(form, bits) {
  const { wordRead, wordCreate, wordUpdate, wordDelete, wordNothing } = form.dataset;
  const all = [[1, wordRead], [4, wordCreate], [2, wordUpdate], [8, wordDelete]];
  return all.filter(([bit]) => bits & bit).map(([, word]) => word).join(", ") || wordNothing;
}

class Line {
  constructor(row) {
    this.id = row.dataset.id;
    this.wider = row.dataset.wider.split(" ").filter(Boolean);
    this.row = row;
    this.label = row.querySelector(".what").textContent;
    this.boxes = [...row.querySelectorAll("input[type=checkbox]")];
    this.note = row.querySelector(".inherited");
  }

  bits() {
    return this.boxes.reduce((bits, box) => bits | (box.checked ? Number(box.value) : 0), 0);
  }

  set(checked) {
    for (const box of this.boxes) box.checked = checked;
  }

  /** Whoever may do anything may read it. */
  settle(changed) {
    const read = this.boxes.find((box) => Number(box.value) === READ);
    if (changed === read && !read.checked) this.set(false);
    else if (this.bits()) read.checked = true;
  }

  show(lines) {
    const own = this.bits();
    this.row.classList.toggle("decides", own !== 0);
    this.note.hidden = own !== 0;
    if (this.id.endsWith(".users")) return;
    const from = this.wider.map((id) => lines.get(id)).find((line) => line && line.bits());
    const { wordFrom, wordInherited } = this.row.closest("form").dataset;
    const bits = words(this.row.closest("form"), from ? from.bits() | READ : READ);
    const inherited = from ? wordFrom.replace("%s", bits).replace("%t", from.label) : bits;
    this.note.textContent = wordInherited.replace("%s", inherited);
  }
}

function buttons(form, line, then) {
  const all = document.createElement("span");
  all.className = "all";
  for (const [text, checked] of [[form.dataset.wordAll, true], [form.dataset.wordNone, false]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain small";
    button.textContent = text;
    const of = document.createElement("span");
    of.className = "hidden";
    of.textContent = ` ${form.dataset.wordOf.replace("%s", line.label)}`;
    button.append(of);
    button.addEventListener("click", () => { line.set(checked); then(); });
    all.append(button);
  }
  line.row.querySelector("th").append(all);
}

function previewer(form) {
  const place = form.querySelector("[data-preview]");
  let timer = 0;
  let asked = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      body.set("preview", "1");
      body.set("fragment", "1");
      try {
        const answer = await fetch(form.action, { method: "POST", body, signal: asked.signal });
        if (answer.ok) place.innerHTML = await answer.text();
      } catch (gone) {
        if (gone.name !== "AbortError") place.textContent = form.dataset.wordFailed;
      }
    }, 200);
  };
}

export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-matrix]:not([data-ready])")) {
    form.dataset.ready = "";
    const lines = new Map([...form.querySelectorAll("tr[data-id]")].map((row) => [row.dataset.id, new Line(row)]));
    const preview = previewer(form);
    let edited = false;
    const show = () => { for (const line of lines.values()) line.show(lines); };
    const change = () => { edited = true; show(); preview(); };
    for (const line of lines.values()) buttons(form, line, change);
    form.addEventListener("change", (event) => {
      const row = event.target.closest("tr[data-id]");
      if (!row) return;
      lines.get(row.dataset.id).settle(event.target);
      change();
    });
    form.addEventListener("submit", () => { edited = false; });
    window.addEventListener("beforeunload", (event) => { if (edited) event.preventDefault(); });
    show();
  }
}
