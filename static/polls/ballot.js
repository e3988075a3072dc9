/* A ballot that cannot get lost on the way: `form[data-ballot="POLL"]`.
 *
 * A paper that came as news of a room is the same for everyone; what proves the person is filled
 * in here. What is sent is kept on the device under its own id until the server has answered, and
 * sent again with that id: the server takes one id once. The answer is a piece of HTML that takes the
 * place of `[data-ballot-panel]`. A kiosk keeps nothing, and says so. */
import { drop, keep, kept, names } from "../web/parts/store.js";
import { fill, forget, start } from "./papers.js";

const PATIENCE = 15000;
const LATER = (status) => status >= 500 || [408, 425, 429].includes(status);
const under = (poll) => document.querySelector(`form[data-ballot="${CSS.escape(poll)}"]`);
const sending = new Set();

const say = (form, state) => {
  const place = form?.querySelector("[data-ballot-state]");
  if (!place) return;
  place.dataset.state = state;
  const kiosk = document.body.hasAttribute("data-kiosk");
  place.textContent = (kiosk && place.dataset[`${state}Kiosk`]) || (place.dataset[state] ?? "");
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

const show = (form, html, { quiet = false } = {}) => {
  const panel = form?.closest("[data-ballot-panel]") ?? form;
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const [root] = template.content.children;
  if (!root) return;
  if (!panel) return window.betang.announce(root.textContent.replace(/\s+/g, " ").trim());
  const nodes = [...template.content.children];
  panel.replaceWith(template.content);
  nodes.forEach(window.betang.enhance);
  if (quiet) return;
  root.setAttribute("tabindex", "-1");
  root.focus({ preventScroll: true });
  root.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("betang:answered"));
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
    if (to.pathname !== "/masuk") {
      drop("ballot", poll);
      forget(poll);
    }
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
  if (from.ok) forget(poll);
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
    if (sending.has(poll) || event.submitter?.matches("[name=naik], [name=turun]")) return;
    form.querySelectorAll(":scope > [data-refusal]").forEach((each) => each.remove());
    const fields = new FormData(form);
    if (event.submitter?.name) fields.set(event.submitter.name, event.submitter.value);
    fields.set("pressed_at", new Date(window.betang.now()).toISOString()); // meant in time?
    const url = form.getAttribute("action") || location.pathname;
    const ballot = { url, body: new URLSearchParams(fields).toString() };
    keep("ballot", poll, ballot);
    freeze(form, true);
    send(poll, ballot);
  },
  true,
);

const fillIn = (form, name, value) => {
  const field = form.querySelector(`input[type=hidden][name=${name}]`);
  if (field && !field.value && value) field.value = value;
};

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/* What a panel is to its reader: "" while it is not known, or free, voted, barred, visitor. */
const mineIn = (panel) => panel.querySelector("[data-mine]")?.dataset.mine;
const paperIn = (panel) => panel.querySelector("form[data-ballot]");
const asked = new WeakMap();

/* Ask for the panel as it is for this person. A paper they may fill in stays as it is: they may
 * be at it already. A whole hall does not ask in the same moment. */
const ask = async (panel, within) => {
  const paper = paperIn(panel);
  if (asked.has(panel) && asked.get(panel) === paper) return;
  asked.set(panel, paper);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * within));
  const url = panel.dataset.panelUrl;
  const answer = await fetch(url, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const mine = template.content.querySelector("[data-mine]");
  if (!mine || !panel.isConnected || sending.has(panel.dataset.poll)) return;
  const present = paperIn(panel);
  if (present && mine.dataset.mine !== "free") return show(present, html, { quiet: true });
  panel.querySelector("[data-mine]")?.replaceWith(mine);
  window.betang.enhance(mine);
};

const prepare = () => {
  for (const form of document.querySelectorAll("form[data-ballot]")) {
    fillIn(form, "csrf_token", window.betang.csrf());
    fillIn(form, "ballot_id", newId());
    fillIn(form, "cmd_id", newId());
  }
  for (const panel of document.querySelectorAll("[data-panel-url]")) {
    const mine = mineIn(panel);
    if (mine === "") ask(panel, paperIn(panel) ? 1500 : 5000);
    else if (mine !== "free" && paperIn(panel)) ask(panel, 0);
  }
};

/* A choice not yet sent does not keep a closed poll on the page. */
const ENDED = ["PollClosed", "PollSealed", "PollCounted", "PollPublished", "PollAnnulled"];
document.addEventListener("betang:event", ({ detail: { kind, room, type } }) => {
  const [about, poll] = room.split(":");
  if (kind !== "event" || about !== "poll" || !ENDED.includes(type)) return;
  const form = under(poll);
  if (!form || sending.has(form.dataset.ballot)) return;
  form.reset();
  setTimeout(() => window.betang.announce(document.getElementById("suara")?.dataset.announce));
});

document.addEventListener("betang:enhanced", prepare);
prepare();
start();

for (const poll of names("ballot")) {
  const ballot = kept("ballot", poll);
  const form = under(poll);
  if (form) fill(form, ballot.body);
  freeze(form, true);
  send(poll, ballot);
}
