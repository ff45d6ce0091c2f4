// <input data-pick="fac" list="…"> offers what fits while one types. Without it, a name or number is typed in full.
const WAIT = 150;

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-pick]:not([data-ready])")) {
    box.dataset.ready = "";
    const list = box.list;
    let timer = 0;
    let asked = null;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      const text = box.value.trim();
      if (text.length < 2 || / \(#\d+\)$/.test(text)) return;
      timer = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        try {
          const answer = await fetch(`/pick/${box.dataset.pick}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
          if (!answer.ok) return;
          list.replaceChildren(
            ...(await answer.json()).map((choice) => {
              const option = document.createElement("option");
              option.value = choice.value;
              option.label = choice.label ? `${choice.value}, ${choice.label}` : choice.value;
              return option;
            }),
          );
        } catch {
          // a newer question took its place, or the server is away: typing goes on without a list
        }
      }, WAIT);
    });
  }
}
