// <button data-copy="#id" data-done="Copied"> copies the text of that element.
export function enhance(root) {
  for (const button of root.querySelectorAll("[data-copy]:not([data-ready])")) {
    button.dataset.ready = "";
    if (!navigator.clipboard) continue; // browsers have it on safe pages only
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}
