/* Sending: one press sends once, a cut line loses nothing, a refusal leaves the text in place. */
import { text } from "./strings.js";

const LONGEST = 10000; // after this a form may be sent again, whatever became of the first try
const BUSY = "data-busy";
const notices = new WeakMap();
const limits = new WeakMap();

const mark = (owner, button) => {
  owner.setAttribute(BUSY, "");
  button?.setAttribute("aria-busy", "true");
  limits.set(owner, setTimeout(release, LONGEST, owner));
};

/** Let a form be sent again. */
export const release = (owner) => {
  clearTimeout(limits.get(owner));
  owner.removeAttribute(BUSY);
  for (const button of [owner, ...owner.querySelectorAll('[aria-busy="true"]')]) {
    if (button.matches("button, input, a")) button.removeAttribute("aria-busy");
  }
};

const clear = (owner) => {
  notices.get(owner)?.remove();
  notices.delete(owner);
};

/** Say that something was not sent, near the button that sent it, with a way to try again. */
export const unsent = (owner, { button, again, broken = false }) => {
  clear(owner);
  const template = document.getElementById("belum-terkirim");
  if (!template) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  const what = owner.dataset.unsent || text(owner.querySelector("textarea") ? "unsentText" : "unsent");
  notice.querySelector("strong").textContent = what;
  notice.querySelector("[data-why]").textContent = text(broken ? "broken" : "offline");
  notice.querySelector("[data-retry]").addEventListener("click", () => {
    clear(owner);
    release(owner);
    again();
  });
  notices.set(owner, notice);
  const row = button?.closest(".row, p");
  if (!owner.matches("form:not(.row)") || !owner.contains(button)) owner.after(notice);
  else (owner.contains(row) ? row : button).before(notice);
  notice.scrollIntoView({ block: "nearest" });
};

const sendAgain = (form, button) => {
  if (form.requestSubmit) form.requestSubmit(button);
  else if (button) button.click();
  else form.submit();
};

const guardForms = () => {
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
    mark(form, button);
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) document.querySelectorAll(`[${BUSY}]`).forEach(release);
  });
};

/* A request of htmx that a person has set off: what sent it, and with which button. */
const pressed = ({ requestConfig }) => {
  const { elt, verb, triggeringEvent: cause } = requestConfig;
  if (verb === "get" || !["submit", "click"].includes(cause?.type)) return null;
  const owner = elt.closest("form") ?? elt;
  const button = cause.submitter ?? (owner === elt ? null : elt);
  return { owner, button, again: () => (owner.matches("form") ? sendAgain(owner, button) : owner.click()) };
};

const goesOn = ({ xhr }) =>
  ["HX-Redirect", "HX-Refresh", "HX-Location"].some((name) => xhr.getResponseHeader(name));

const guardRequests = () => {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const sender = pressed(event.detail);
    if (!sender) return;
    if (sender.owner.hasAttribute(BUSY)) return event.preventDefault();
    clear(sender.owner);
    mark(sender.owner, sender.button ?? sender.owner);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const sender = pressed(detail);
    if (sender && !goesOn(detail)) release(sender.owner);
  });
  const failed = (broken) => ({ detail }) => {
    const sender = pressed(detail);
    if (sender) unsent(sender.owner, { ...sender, broken });
  };
  document.addEventListener("htmx:sendError", failed(false));
  document.addEventListener("htmx:timeout", failed(false));
  document.addEventListener("htmx:responseError", failed(true));
};

/* A refusal goes beside the form, never in its place: what was typed stays. */
const keepFormOnRefusal = () =>
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { status } = detail.xhr;
    if (status < 400 || status === 422 || !detail.serverResponse.includes("data-refusal")) return;
    const form = detail.requestConfig.elt.closest("form");
    if (!form) return;
    const inside = !form.matches(".row");
    (inside ? form : form.parentElement)
      .querySelectorAll(":scope > [data-refusal]")
      .forEach((notice) => notice.remove());
    detail.target = form;
    detail.swapOverride = inside ? "afterbegin" : "afterend";
    detail.selectOverride = "unset";
  });

export const start = () => {
  guardForms();
  guardRequests();
  keepFormOnRefusal();
};
