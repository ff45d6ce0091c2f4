// <input data-suggest> in a search form offers what may be meant while somebody types. Without it the form just searches.
const WAIT = 90;
let made = 0;

function option(item, id) {
  const element = document.createElement("li");
  element.id = id;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.dataset.url = item.url;
  const parts = [["", item.name], ["quiet small", item.detail], ["kind", item.kind]];
  for (const [style, text] of parts) {
    if (!text) continue;
    const part = document.createElement("span");
    part.className = style;
    part.textContent = text;
    element.append(part, " ");
  }
  return element;
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++made}`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "hidden";
    this.status.setAttribute("role", "status");
    this.active = -1;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      input.setAttribute(name, value);
    }
    input.form.append(this.list, this.status);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the input
    this.list.addEventListener("click", (event) => this.go(event.target.closest("li")));
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < 2) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const answer = await fetch(`/search/suggest?q=${encodeURIComponent(text)}`, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (failure) {
      if (failure.name !== "AbortError") this.close();
    }
  }

  show(items) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, i) => option(item, `${this.list.id}-${i}`)));
    this.open(items.length > 0 && document.activeElement === this.input);
    this.status.textContent = items.length === 0 ? "No suggestions" : items.length === 1 ? "One suggestion" : `${items.length} suggestions`;
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(false);
  }

  move(step) {
    const items = [...this.list.children];
    items[this.active]?.setAttribute("aria-selected", "false");
    // Beside the suggestions there is the text itself, between the last and the first.
    this.active = (this.active + 1 + step + items.length + 1) % (items.length + 1) - 1;
    const chosen = items[this.active];
    if (chosen) {
      chosen.setAttribute("aria-selected", "true");
      chosen.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", chosen.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return;
    const shown = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.children.length === 0) return;
      event.preventDefault();
      if (!shown) this.open(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && shown && this.active >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    }
  }

  go(item) {
    if (item) location.assign(item.dataset.url);
  }
}

export function enhance(root) {
  for (const input of root.querySelectorAll("input[data-suggest]:not([data-ready])")) {
    input.dataset.ready = "";
    new Suggestions(input);
  }
}
