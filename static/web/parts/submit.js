/* Sending: one press sends once, a cut line loses nothing, a refusal leaves the text in place. */
import { text } from "./strings.js";

const LONGEST = 10000; // after this a form may be sent again, whatever became of the first try
const DOUBLE_CLICK = 800;
const BUSY = "data-busy";
const notices = new WeakMap();
const limits = new WeakMap();

const occupy = (owner, time) => {
  owner.setAttribute(BUSY, "");
  limits.set(owner, setTimeout(release, time, owner));
};

/** Let a form be sent again. */
export const release = (owner) => {
  clearTimeout(limits.get(owner));
  owner.removeAttribute(BUSY);
  for (const button of [owner, ...owner.querySelectorAll('[aria-busy="true"]')]) {
    if (button.matches("button, input, a")) button.removeAttribute("aria-busy");
  }
};

/** A form that has come back fresh does not take the press that was meant for the one before. */
export const rest = (owner) => {
  if (owner?.matches("form")) occupy(owner, DOUBLE_CLICK);
};

const clear = (owner) => {
  notices.get(owner)?.remove();
  notices.delete(owner);
};

const put = (owner, { button, notice, place }) => {
  clear(owner);
  notices.set(owner, notice);
  const row = button?.closest(".row, p");
  if (place) place.prepend(notice);
  else if (!owner.matches("form:not(.row)") || !owner.contains(button)) owner.after(notice);
  else (owner.contains(row) ? row : button).before(notice);
  notice.scrollIntoView({ block: "nearest" });
};

/** Show the server's refusal near the button, never in place of the form: what was typed stays. */
export const refused = put;

/** Say that something was not sent, near the button that sent it, with a way to try again. */
export const unsent = (owner, { button, again, broken = false, place }) => {
  const template = document.getElementById("belum-terkirim");
  if (!template) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  const what = owner.dataset.unsent || text(owner.querySelector("textarea") ? "unsentText" : "unsent");
  notice.querySelector("strong").textContent = what;
  notice.querySelector("[data-why]").textContent = text(broken ? "broken" : "offline");
  if (!owner.matches("form")) notice.querySelector("[data-kept]").remove(); // nothing was typed
  notice.querySelector("[data-retry]").addEventListener("click", () => {
    clear(owner);
    release(owner);
    again();
  });
  put(owner, { button, notice, place });
};

export const sendAgain = (form, button) => {
  if (form.requestSubmit) form.requestSubmit(button);
  else if (button) button.click();
  else form.submit();
};

export const start = () => {
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.hasAttribute(BUSY)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    const posts = (form.getAttribute("method") ?? "").toLowerCase() === "post";
    if (event.defaultPrevented || !posts) return;
    if (navigator.onLine === false) {
      event.preventDefault();
      unsent(form, { button, again: () => sendAgain(form, button) });
      return;
    }
    clear(form);
    occupy(form, LONGEST);
    button?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) document.querySelectorAll(`[${BUSY}]`).forEach(release);
  });
};
