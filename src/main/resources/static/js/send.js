// <form data-send> goes on as soon as it is there; without scripts by its button.
export function enhance(root) {
  const form = root.querySelector("form[data-send]:not([data-ready])");
  if (!form) return;
  form.dataset.ready = "";
  form.submit();
}
