// Loads what a page can use. Pages work without any of it.
const parts = {
  "[data-copy]": "./copy.js",
  "table[data-table]": "./tables.js",
  "[data-edit]": "./edit.js",
  "form[data-guard]": "./guard.js",
  "[data-pick]": "./pick.js",
  "[data-done]": "./done.js",
};

export function enhance(root) {
  for (const [selector, module] of Object.entries(parts)) {
    if (root.querySelector(selector)) {
      import(module).then((part) => part.enhance(root));
    }
  }
}

enhance(document);
