// A text box with a list under it (ARIA's combobox): what fits is fetched while one types, and chosen by keys or by a click.
let made = 0;

export function element(name, attributes, ...content) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...content);
  return node;
}

// Those that extend it say where to ask (address), how an item looks (content) and what choosing does (choose); told is what is said of a list.
export class Combobox {
  constructor(input, { name, label, told, wait, shortest }) {
    this.input = input;
    this.told = told;
    this.wait = wait;
    this.shortest = shortest;
    this.active = -1;
    this.items = [];
    this.list = element("ul", { id: `${name}-${++made}`, class: "suggestions", role: "listbox", "aria-label": label, hidden: "" });
    this.status = element("span", { class: "hidden", role: "status" });
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      input.setAttribute(key, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the input
    this.list.addEventListener("click", (event) => this.take([...this.list.children].indexOf(event.target.closest("li"))));
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < this.shortest) this.close();
    else this.timer = setTimeout(() => this.ask(text), this.wait);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const answer = await fetch(this.address(encodeURIComponent(text)), { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (failure) {
      if (failure.name !== "AbortError") this.close();
    }
  }

  show(items) {
    this.items = items;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(
      ...items.map((item, i) => element("li", { id: `${this.list.id}-${i}`, role: "option", "aria-selected": "false" }, ...this.content(item))),
    );
    this.open(items.length > 0 && document.activeElement === this.input);
    this.status.textContent = this.told.replace("{0}", items.length);
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

  // Beside the items there is the text itself, between the last and the first.
  next(step) {
    return (this.active + 1 + step + this.items.length + 1) % (this.items.length + 1) - 1;
  }

  move(step) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = this.next(step);
    const option = this.list.children[this.active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return;
    const shown = !this.list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.items.length > 0) {
      event.preventDefault();
      if (!shown) this.open(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && shown && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    }
  }

  take(index) {
    if (this.items[index]) this.choose(this.items[index]);
  }
}
