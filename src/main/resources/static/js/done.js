// A message about what was just done is told once: not again when the page is loaded anew.
export function enhance(root) {
  const note = root.querySelector(".notice[data-done]");
  const address = new URL(location.href);
  if (note && address.searchParams.has("done")) {
    address.searchParams.delete("done");
    history.replaceState(history.state, "", address);
  }
}
