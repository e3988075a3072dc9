/* Passkeys: asks the server for options, the device for an answer, and goes where the server says.
 * Everything that needs it stays hidden where the browser knows no passkeys. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

const token = () =>
  document.querySelector('input[name="csrf_token"], meta[name="csrf-token"]');

const post = async (address, body) => {
  const proof = token();
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": proof ? proof.value || proof.content : "",
    },
    body: JSON.stringify(body),
  });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.detail || found.title || "");
  return found;
};

const use = async (place) => {
  const said = place.querySelector("[data-passkey-said]");
  const button = place.querySelector("button");
  said.textContent = "";
  button.disabled = true;
  try {
    const optionsJSON = await post(place.dataset.options, {});
    const adding = place.dataset.passkey === "add";
    const ask = adding ? startRegistration : startAuthentication;
    const answer = await ask({ optionsJSON });
    const name = place.querySelector('input[name="name"]');
    const remember = document.querySelector('input[name="remember"]');
    const done = await post(place.dataset.finish, {
      answer,
      name: name ? name.value : undefined,
      remember: Boolean(remember && remember.checked),
    });
    window.location.assign(done.next);
  } catch (error) {
    const ours = error instanceof Error && error.name === "Error" && error.message;
    said.textContent = ours || place.dataset.failed;
    button.disabled = false;
  }
};

if (browserSupportsWebAuthn()) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => use(place));
    if (place.tagName === "FORM")
      place.addEventListener("submit", (event) => {
        event.preventDefault();
        use(place);
      });
  }
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
}
