// <form data-proof="word" data-bits="16"> finds, aside, a number that makes the hash of "word:number" begin with zeros.
export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-proof]:not([data-ready])")) {
    form.dataset.ready = "";
    const worker = new Worker(new URL("./proof-worker.js", import.meta.url), { type: "module" });
    let waiting = false;
    worker.onmessage = (event) => {
      form.elements.proof.value = event.data;
      worker.terminate();
      if (waiting) form.requestSubmit();
    };
    worker.postMessage({ word: form.dataset.proof, bits: Number(form.dataset.bits) });
    form.addEventListener("submit", (event) => {
      if (!form.elements.proof.value) {
        waiting = true;
        event.preventDefault();
      }
    });
    worker.onerror = () => { form.elements.proof.value = "-"; };
  }
}
