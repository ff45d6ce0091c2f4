// <div data-picker="net" data-name="…" data-several> with a text box in it offers what fits while one types; what is chosen becomes
// a ticked box beside it. Without scripts, the server finds out what the text means.
const WAIT = 120;
let made = 0;

function element(name, attributes, ...content) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...content);
  return node;
}

class Picker {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input:not([type])");
    this.chosen = box.querySelector(".chosen");
    this.several = box.dataset.several === "true";
    this.active = -1;
    this.items = [];
    this.list = element("ul", { id: `picker-${++made}`, class: "suggestions", role: "listbox", "aria-label": box.dataset.suggestions, hidden: "" });
    this.status = element("span", { class: "hidden", role: "status" });
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.input.setAttribute(key, value);
    }
    const place = element("span", { class: "pickplace" });
    this.input.before(place);
    place.append(this.input, this.list, this.status);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the input
    this.list.addEventListener("click", (event) => this.choose([...this.list.children].indexOf(event.target.closest("li"))));
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (!text) this.close();
    else this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const answer = await fetch(`/choices/${this.box.dataset.picker}?q=${encodeURIComponent(text)}`, { signal: this.request.signal });
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
      ...items.map((item, i) =>
        element("li", { id: `${this.list.id}-${i}`, role: "option", "aria-selected": "false" }, element("span", {}, item.name), " ", element("span", { class: "quiet small" }, item.detail))),
    );
    this.open(items.length > 0 && document.activeElement === this.input);
    this.status.textContent = String(items.length);
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
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = (this.active + step + this.items.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.items.length;
    const option = this.list.children[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
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
      this.choose(this.active);
    }
  }

  choose(index) {
    const item = this.items[index];
    if (!item) return;
    const known = [...this.chosen.querySelectorAll("input")].find((tick) => tick.value === item.value);
    if (known) {
      known.checked = true;
    } else {
      const tick = element("input", { type: "checkbox", name: this.box.dataset.name, value: item.value, checked: "" });
      const chip = element("li", {}, element("label", { class: "chip" }, tick, " ", element("span", {}, item.name), " ", element("span", { class: "quiet" }, item.detail)));
      if (this.several) this.chosen.append(chip);
      else this.chosen.replaceChildren(chip);
    }
    this.input.value = "";
    this.status.textContent = item.name;
    this.items = [];
    this.close();
    this.box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-picker]:not([data-ready])")) {
    box.dataset.ready = "";
    new Picker(box);
  }
}
