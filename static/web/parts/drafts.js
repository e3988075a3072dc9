/* Drafts: what is typed into a field with `data-draft` survives a lost page. With
 * `data-draft-server` it is kept there, too, for the person's other devices; `data-draft-at` says
 * how old the text is that came from there. A kiosk keeps nothing anywhere.
 *
 * A draft goes when the server has taken the text. The answer to a script says so at once; after
 * an ordinary form the next page says it: no failed page, no error, not the way back, same person. */
import { whenever } from "./enhance.js";
import { posting } from "./request.js";
import { drop, keep, kept, names, user } from "./store.js";
import { text } from "./strings.js";

const FIELDS = "[data-draft]";
const SENT = "betang:sent";
const MONTH = 30 * 24 * 3600 * 1000;
const SOON = 2000; // after the last key the server is told
const timers = new Map();
const told = new Map(); // name → what waits to be sent to the server, or is on its way
const kiosk = document.body.hasAttribute("data-kiosk");

const forget = (name) => {
  clearTimeout(timers.get(name));
  timers.delete(name);
  hush(name);
  drop("draft", name);
};

/* What is posted must not come back as a draft that was still on its way. */
const hush = (name) => {
  const waiting = told.get(name);
  clearTimeout(waiting?.timer);
  waiting?.sending?.abort();
  told.delete(name);
};

const send = (area) => {
  const name = area.dataset.draft;
  const sending = new AbortController();
  told.set(name, { sending });
  const body = new URLSearchParams({ tempat: name, isi: area.value });
  const options = { ...posting(body), signal: sending.signal, keepalive: area.value.length < 20000 };
  fetch(area.dataset.draftServer, options)
    .catch(() => {}) // the device keeps it in any case
    .finally(() => {
      if (told.get(name)?.sending === sending) told.delete(name);
    });
};

const tellServer = (area) => {
  const name = area.dataset.draft;
  hush(name);
  told.set(name, { timer: setTimeout(send, SOON, area) });
};

const save = (area) => {
  const name = area.dataset.draft;
  timers.delete(name);
  if (area.value.trim()) keep("draft", name, { text: area.value, at: Date.now() });
  else drop("draft", name);
};

const saveSoon = ({ target }) => {
  if (!target.matches?.(FIELDS)) return;
  const name = target.dataset.draft;
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(save, 400, target));
  if (target.dataset.draftServer && user && !kiosk) tellServer(target);
};

const restore = (area) => {
  const draft = kept("draft", area.dataset.draft);
  const newer = draft?.at > Date.parse(area.dataset.draftAt ?? "");
  if (!draft?.text || (area.value.trim() && !newer) || draft.text === area.value) return;
  area.value = draft.text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = text("draft");
  if (!area.dataset.draftAt) area.after(note);
};

const draftsIn = (form) =>
  [...form.querySelectorAll(FIELDS)].map((area) => area.dataset.draft);

const session = () => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
};

const settle = () => {
  const sent = JSON.parse(session()?.getItem(SENT) ?? "null");
  session()?.removeItem(SENT);
  if (!sent || sent.user !== user) return;
  const [page] = performance.getEntriesByType?.("navigation") ?? [];
  const failed =
    document.body.hasAttribute("data-failed") ||
    document.querySelector('#galat, [aria-invalid="true"]');
  if (page?.type === "navigate" && !failed) sent.drafts.forEach(forget);
};

/** The server has taken what was in this form. */
export const taken = (form) => draftsIn(form).forEach(forget);

/** The next page will tell whether the server has taken it. */
export const leave = (form) => {
  const drafts = draftsIn(form);
  if (drafts.length) session()?.setItem(SENT, JSON.stringify({ user, drafts }));
};

export const start = () => {
  settle();
  for (const name of names("draft")) {
    if (Date.now() - (kept("draft", name)?.at ?? 0) > MONTH) drop("draft", name);
  }
  whenever(FIELDS, restore);
  document.addEventListener("input", saveSoon);
  window.addEventListener("pagehide", () => {
    document.querySelectorAll(FIELDS).forEach((area) => {
      const name = area.dataset.draft;
      if (timers.has(name)) save(area);
      if (told.get(name)?.timer) {
        hush(name);
        send(area);
      }
    });
  });
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    draftsIn(target).forEach(hush);
    if (!defaultPrevented) leave(target);
  });
};
