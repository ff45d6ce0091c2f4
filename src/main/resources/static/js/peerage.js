// Loads what a page can use. Pages work without any of it.
const parts = {
  "[data-copy]": "./copy.js",
  "input[data-suggest]": "./suggest.js",
  "[data-lan]": "./lan.js",
  "[data-map]": "./map.js",
  "table[data-table]": "./tables.js",
  "table[data-linked]": "./linked-tables.js",
  "form[data-matrix]": "./matrix.js",
  "form[data-queue]": "./queue.js",
  "form[data-choices]": "./choices.js",
  "form[data-passkey]": "./passkey.js",
  "form[data-proof]": "./proof.js",
  "[data-edit]": "./edit.js",
  "form[data-guard]": "./guard.js",
  "[data-pick]": "./pick.js",
  "[data-picker]": "./picker.js",
  "[data-explorer]": "./explorer.js",
  ".notice[data-done]": "./done.js",
  "form[data-send]": "./send.js",
};

export function enhance(root) {
  for (const [selector, module] of Object.entries(parts)) {
    if (root.querySelector(selector)) {
      import(module).then((part) => part.enhance(root));
    }
  }
}

enhance(document);
