// <form data-choices="#place">: what the form finds, as one types.
export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-choices]:not([data-ready])")) {
    form.dataset.ready = "";
    const place = document.querySelector(form.dataset.choices);
    let timer = 0;
    let asked = null;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        const query = new URLSearchParams(new FormData(form));
        query.set("fragment", "1");
        try {
          const answer = await fetch(`${form.action}?${query}`, { signal: asked.signal });
          if (answer.ok) place.innerHTML = await answer.text();
        } catch (gone) {
          if (gone.name !== "AbortError") form.submit();
        }
      }, 200);
    });
  }
}
