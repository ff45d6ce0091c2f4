// <input data-suggest="Suggestions" data-told="Suggestions: {0}"> in a search form offers what may be meant while somebody types. Without it the form just searches.
import { Combobox, element } from "./combobox.js";

class Suggestions extends Combobox {
  constructor(input) {
    super(input, { name: "suggestions", label: input.dataset.suggest, told: input.dataset.told, wait: 90, shortest: 2 });
    input.form.append(this.list, this.status);
  }

  address(text) {
    return `/search/suggest?q=${text}`;
  }

  content(item) {
    const parts = [[{}, item.name], [{ class: "quiet small" }, item.detail], [{ class: "kind" }, item.kind]];
    return parts.filter(([, text]) => text).flatMap(([style, text]) => [element("span", style, text), " "]);
  }

  choose(item) {
    location.assign(item.url);
  }
}

export function enhance(root) {
  for (const input of root.querySelectorAll("input[data-suggest]:not([data-ready])")) {
    input.dataset.ready = "";
    new Suggestions(input);
  }
}
