/* Drafts: what is typed into `textarea[data-draft]` survives a lost page.
 *
 * A draft goes when the server has taken the text. The answer to a script says so at once; after
 * an ordinary form the next page says it: no failed page, no error, not the way back, same person. */
import { whenever } from "./enhance.js";
import { drop, keep, kept, names, user } from "./store.js";
import { text } from "./strings.js";

const SENT = "betang:sent";
const MONTH = 30 * 24 * 3600 * 1000;
const timers = new Map();

const forget = (name) => {
  clearTimeout(timers.get(name));
  timers.delete(name);
  drop("draft", name);
};

const save = (area) => {
  const name = area.dataset.draft;
  timers.delete(name);
  if (area.value.trim()) keep("draft", name, { text: area.value, at: Date.now() });
  else drop("draft", name);
};

const saveSoon = ({ target }) => {
  if (!target.matches?.("textarea[data-draft]")) return;
  const name = target.dataset.draft;
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(save, 400, target));
};

const restore = (area) => {
  const draft = kept("draft", area.dataset.draft);
  if (!draft?.text || area.value.trim()) return;
  area.value = draft.text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = text("draft");
  area.after(note);
};

const draftsIn = (form) =>
  [...form.querySelectorAll("textarea[data-draft]")].map((area) => area.dataset.draft);

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
  whenever("textarea[data-draft]", restore);
  document.addEventListener("input", saveSoon);
  window.addEventListener("pagehide", () => {
    document.querySelectorAll("textarea[data-draft]").forEach((area) => {
      if (timers.has(area.dataset.draft)) save(area);
    });
  });
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) leave(target);
  });
};
