// <div data-picker="net" data-name="…" data-several> with a text box in it offers what fits while one types; what is chosen becomes
// a ticked box beside it. Without scripts, the server finds out what the text means.
import { Combobox, element } from "./combobox.js";

class Picker extends Combobox {
  constructor(box) {
    super(box.querySelector("input:not([type])"), { name: "picker", label: box.dataset.suggestions, told: box.dataset.told, wait: 120, shortest: 1 });
    this.box = box;
    this.chosen = box.querySelector(".chosen");
    this.several = box.dataset.several === "true";
    const place = element("span", { class: "pickplace" });
    this.input.before(place);
    place.append(this.input, this.list, this.status);
  }

  address(text) {
    return `/choices/${this.box.dataset.picker}?q=${text}`;
  }

  content(item) {
    return [element("span", {}, item.name), " ", element("span", { class: "quiet small" }, item.detail)];
  }

  // The text itself is no choice here.
  next(step) {
    return (this.active + step + this.items.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.items.length;
  }

  choose(item) {
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
