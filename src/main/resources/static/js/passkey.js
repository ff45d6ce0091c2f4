// <form data-passkey="get|create"> asks the browser for a passkey, and sends its answer as a field of the form.
const bytes = (text) => new TextEncoder().encode(text);

function fromBase64(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function toBase64(buffer) {
  let plain = "";
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function known(form) {
  return form.dataset.known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: fromBase64(id) }));
}

function ask(form) {
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: form.dataset.party,
      allowCredentials: known(form),
      userVerification: form.dataset.known ? "preferred" : "required",
      timeout: 120000,
    } });
  }
  return navigator.credentials.create({ publicKey: {
    challenge: bytes(form.dataset.challenge),
    rp: { id: form.dataset.party, name: "Peerage" },
    user: { id: fromBase64(form.dataset.handle), name: form.dataset.user, displayName: form.dataset.user },
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: known(form),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    attestation: "none",
    timeout: 120000,
  } });
}

function written(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: toBase64(answer.clientDataJSON) };
  if (answer.attestationObject) {
    response.attestationObject = toBase64(answer.attestationObject);
    response.transports = answer.getTransports?.() ?? [];
  } else {
    response.authenticatorData = toBase64(answer.authenticatorData);
    response.signature = toBase64(answer.signature);
    if (answer.userHandle) response.userHandle = toBase64(answer.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-passkey]:not([data-ready])")) {
    if (!window.PublicKeyCredential) continue;
    form.dataset.ready = "";
    form.hidden = false;
    const problem = form.querySelector("[data-problem]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.textContent = "";
      try {
        form.elements.credential.value = written(await ask(form));
        form.submit();
      } catch (error) {
        problem.textContent = error.name === "InvalidStateError"
          ? form.dataset.present
          : form.dataset.failed;
      }
    });
  }
}
