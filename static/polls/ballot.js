/* A ballot that cannot get lost on the way: `form[data-ballot="POLL"]`.
 *
 * What is sent is kept on the device under its own id until the server has answered, and sent
 * again with that id: the server takes one id once. The answer is a piece of HTML that takes the
 * place of `[data-ballot-panel]`. A kiosk (`data-kiosk`) keeps nothing. */
import { drop, keep, kept, names } from "../web/parts/store.js";

const PATIENCE = 15000;
const LATER = (status) => status >= 500 || [408, 425, 429].includes(status);
const under = (poll) => document.querySelector(`form[data-ballot="${CSS.escape(poll)}"]`);
const sending = new Set();

const say = (form, state) => {
  const place = form?.querySelector("[data-ballot-state]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = place.dataset[state] ?? "";
};

/* Until the answer is here the choice may not change: it may have arrived already. */
const freeze = (form, frozen) => {
  form?.toggleAttribute("data-busy", frozen);
  for (const control of form?.elements ?? []) {
    if (control.type !== "hidden") control.disabled = frozen;
  }
  const button = form?.querySelector("[type=submit]");
  if (frozen) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
};

const show = (form, html) => {
  const panel = form?.closest("[data-ballot-panel]") ?? form;
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const [root] = template.content.children;
  if (!root) return;
  if (!panel) return window.betang.announce(root.textContent.replace(/\s+/g, " ").trim());
  const nodes = [...template.content.children];
  panel.replaceWith(template.content);
  nodes.forEach(window.betang.enhance);
  root.setAttribute("tabindex", "-1");
  root.focus({ preventScroll: true });
  root.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("betang:sent"));
};

const post = async ({ url, body }) => {
  const fields = new URLSearchParams(body);
  const csrf = window.betang.csrf();
  if (csrf) fields.set("csrf_token", csrf); // the kept one may be from an earlier sign-in
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: fields,
      headers: { "X-Fragment": "1", ...(csrf && { "X-CSRFToken": csrf }) },
      credentials: "same-origin",
      signal: controller.signal,
    });
    return { status: response.status, html: await response.text(), from: response };
  } finally {
    clearTimeout(limit);
  }
};

/* True when the matter is closed, or the person has to do something first. */
const settle = (poll, form, ballot, { status, html, from }) => {
  if (from.redirected) {
    // To sign in: the ballot waits on the device. To anywhere else: it was taken.
    const to = new URL(from.url);
    if (to.pathname !== "/masuk") drop("ballot", poll);
    location.assign(to);
    return true;
  }
  // A whole page is no answer of ours: a hotspot asking for a log-in, a proxy in between.
  if (LATER(status) || /^\s*<(!doctype|html)/i.test(html)) return false;
  if (status === 401 || (status === 400 && !ballot.refused)) {
    // Signed out, or the page has aged: kept, and sent once more when it is opened again.
    if (kept("ballot", poll)) keep("ballot", poll, { ...ballot, refused: true });
    freeze(form, false);
    say(form, "refused");
    form?.insertAdjacentHTML("afterbegin", html);
    return true;
  }
  drop("ballot", poll);
  show(form, html);
  return true;
};

const send = async (poll, ballot, tries = 0) => {
  if (tries === 0 && sending.has(poll)) return;
  sending.add(poll);
  say(under(poll), "sending");
  const answer = await post(ballot).catch(() => null);
  if (answer && settle(poll, under(poll), ballot, answer)) return sending.delete(poll);
  say(under(poll), "queued");
  const again = () => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
    send(poll, ballot, tries + 1);
  };
  const timer = setTimeout(again, 500 + Math.random() * Math.min(60000, 2000 * 2 ** tries));
  window.addEventListener("online", again);
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const poll = form.dataset.ballot;
    if (!poll || event.defaultPrevented) return;
    event.preventDefault();
    if (sending.has(poll)) return;
    form.querySelectorAll(":scope > [data-refusal]").forEach((each) => each.remove());
    const fields = new FormData(form);
    if (event.submitter?.name) fields.set(event.submitter.name, event.submitter.value);
    const url = form.getAttribute("action") || location.pathname;
    const ballot = { url, body: new URLSearchParams(fields).toString() };
    if (!form.hasAttribute("data-kiosk")) keep("ballot", poll, ballot);
    freeze(form, true);
    send(poll, ballot);
  },
  true,
);

for (const poll of names("ballot")) {
  const ballot = kept("ballot", poll);
  const form = under(poll);
  for (const [name, value] of new URLSearchParams(ballot.body)) {
    const control = form?.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (control && "checked" in control) control.checked = true;
  }
  freeze(form, true);
  send(poll, ballot);
}
