// Passkeys (WebAuthn): sign-in with autofill, use as a second step, and adding one. The forms are hidden or plain
// until this module shows them; the server checks everything.
const SUPPORTED = Boolean(window.PublicKeyCredential && navigator.credentials);
let waiting = null;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(options) {
  const copy = { ...options, challenge: bytes(options.challenge) };
  if (copy.user) copy.user = { ...copy.user, id: bytes(copy.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (copy[list]) copy[list] = copy[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return copy;
}

function answer(credential) {
  const response = credential.response;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  });
}

async function options(form) {
  const inPage = document.getElementById(form.dataset.options ?? "");
  if (inPage) return JSON.parse(inPage.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

async function ask(form, mediation) {
  waiting?.abort();
  const own = new AbortController();
  waiting = own;
  const given = await options(form);
  if (form.dataset.passkey === "create") {
    const publicKey = withBytes(given.creation_options.publicKey);
    const alone = form.elements.passwordless.checked;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    };
    return navigator.credentials.create({ publicKey, signal: own.signal });
  }
  const publicKey = withBytes(given.request_options.publicKey);
  return navigator.credentials.get({ publicKey, mediation, signal: own.signal });
}

function send(form, credential) {
  form.elements.credential.value = answer(credential);
  form.submit();
}

async function onSubmit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    send(form, await ask(form));
  } catch (error) {
    if (error.name !== "AbortError") problem.hidden = false;
  }
}

async function offerInAutofill(form) {
  const isKnown = await window.PublicKeyCredential.isConditionalMediationAvailable?.();
  if (!isKnown) return;
  try {
    send(form, await ask(form, "conditional"));
  } catch {
    // Nobody chose a passkey from the list: the button and the password remain.
  }
}

if (SUPPORTED) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", onSubmit);
    if (form.dataset.autofill) offerInAutofill(form);
  }
}
