// <div data-lan="address"> in the form for a connection shows the prefixes of the exchange that is chosen, and fills in what is clicked there.
function fillable(box) {
  for (const value of box.querySelectorAll("[data-fill]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain mono";
    button.dataset.fill = value.dataset.fill;
    button.textContent = value.textContent;
    value.replaceWith(button);
  }
}

async function look(box, exchange) {
  try {
    const answer = await fetch(box.dataset.lan + encodeURIComponent(exchange), { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      box.innerHTML = await answer.text();
      fillable(box);
    }
  } catch {
    // the server is away: the form works without
  }
}

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-lan]:not([data-ready])")) {
    box.dataset.ready = "";
    fillable(box);
    const form = box.closest("form");
    const exchange = form.elements.ixlan_id;
    form.querySelector("[data-look]").hidden = true;
    let known = exchange.value;
    const ask = () => {
      if (exchange.value !== known) look(box, known = exchange.value);
    };
    exchange.addEventListener("change", ask);
    exchange.addEventListener("input", () => / \(#\d+\)$/.test(exchange.value) && ask());
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-fill]");
      if (!button) return;
      const field = form.elements[button.dataset.fill];
      field.value = button.textContent;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}
