/* Passkeys: asks the server for options, the device for an answer, and goes where the server says.
 * Everything that needs it stays hidden where the browser knows no passkeys. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

/** A refusal of the server's, in words for the person. */
class Refusal extends Error {}

const token = () => {
  const field = document.querySelector('input[name="csrf_token"]');
  return field?.value ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";
};

const post = async (address, body) => {
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": token(),
    },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(told.detail ?? "");
  return told;
};

const carryOut = async (place) => {
  const { dataset } = place;
  const optionsJSON = await post(dataset.options, {});
  const ask = dataset.passkey === "add" ? startRegistration : startAuthentication;
  const answer = await ask({ optionsJSON });
  const { next } = await post(dataset.finish, {
    answer,
    name: place.querySelector('input[name="name"]')?.value,
    remember: document.querySelector('input[name="remember"]')?.checked ?? false,
  });
  window.location.assign(next);
};

const words = (error, { known, failed }) => {
  if (error instanceof Refusal && error.message) return error.message;
  return error.name === "InvalidStateError" && known ? known : failed;
};

const use = async (place) => {
  const said = place.querySelector("[data-passkey-said]");
  const button = place.querySelector("button");
  if (button.getAttribute("aria-busy") === "true") return;
  said.textContent = "";
  button.setAttribute("aria-busy", "true");
  try {
    await carryOut(place);
  } catch (error) {
    said.textContent = words(error, place.dataset);
    button.removeAttribute("aria-busy");
  }
};

if (browserSupportsWebAuthn()) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => use(place));
    place.addEventListener("submit", (event) => {
      event.preventDefault();
      use(place);
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
}
