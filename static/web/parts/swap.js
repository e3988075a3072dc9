/* Forms whose answer takes the place of pieces of the page: `form[data-swap="ID ID"]`.
 *
 * A list (GET) is asked for as a page; what has these ids in it replaces ours, and the address
 * follows. With `data-swap-on="change"` it is enough to choose from a select. What is written
 * (POST) is answered with a fragment. Of the ids only the first has to be in the answer. Without
 * this script the same forms load a page. Every answer is told as `betang:answered`. */
import { announce } from "./announce.js";
import { leave, taken } from "./drafts.js";
import { enhance } from "./enhance.js";
import { remember, toErrors } from "./focus.js";
import { posting, request } from "./request.js";
import { refused, release, rest, sendAgain, unsent } from "./submit.js";

const LISTS = 'form[data-swap]:not([method="post"])';
const running = new WeakMap(); // form → what it waits for; a newer request ends the older

const idsOf = (form) => form.dataset.swap.split(" ");
const plain = (address) => address.split("#")[0];

/* The answer, null when the line is dead, or undefined when a newer request has taken over. */
const ask = async (form, url, options) => {
  running.get(form)?.abort();
  const mine = new AbortController();
  running.set(form, mine);
  const answer = await request(url, options, mine);
  return running.get(form) === mine ? answer : undefined;
};

const put = (page, ids) => {
  for (const id of ids) {
    const old = document.getElementById(id);
    const found = page.getElementById(id);
    if (!old || !found) continue;
    const fresh = document.importNode(found, true); // a copy: one piece may lie in another
    const restore = remember(old);
    old.replaceWith(fresh);
    enhance(fresh);
    restore();
    toErrors(fresh);
    announce(fresh.querySelector('[role="status"]')?.textContent.trim());
  }
};

const parsed = (html, id) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  return { page, ours: page.getElementById(id) !== null };
};

const tell = (form, status) =>
  document.dispatchEvent(new CustomEvent("betang:answered", { detail: { form, status } }));

/* ---- lists ---- */

let shown = plain(location.href);

/* What is left empty is not asked for, and does not make the address longer. */
const addressOf = (form, button) => {
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  const url = new URL(form.getAttribute("action") ?? "", location.href);
  url.search = new URLSearchParams([...fields].filter(([, value]) => value));
  return plain(url.href);
};

const show = async (form, url, { ids = idsOf(form), keep = true } = {}) => {
  const place = document.getElementById(ids[0]);
  place?.setAttribute("aria-busy", "true");
  const answer = await ask(form, url);
  if (answer === undefined) return;
  place?.removeAttribute("aria-busy");
  if (!answer) {
    unsent(form, { place, again: () => show(form, url, { ids, keep }) });
    return;
  }
  const { page, ours } = parsed(answer.html, ids[0]);
  if (!ours) return location.assign(url); // a refusal: seen as a page, like without a script
  const address = answer.response.url;
  if (keep && address !== shown) history.pushState(null, "", address);
  shown = plain(location.href);
  document.title = page.title;
  put(page, ids);
  tell(form, answer.response.status);
};

/* The way back: the form comes along, so that it says what the list shows. */
const goBack = () => {
  const form = document.querySelector(LISTS);
  if (!form || plain(location.href) === shown) return;
  shown = plain(location.href);
  show(form, shown, { ids: [...idsOf(form), form.id], keep: false });
};

/* ---- what is written ---- */

const send = async (form, button) => {
  const again = () => sendAgain(form, button);
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  const answer = await ask(form, form.getAttribute("action") ?? "", posting(body));
  if (answer === undefined) return;
  if (answer?.response.redirected) {
    leave(form); // it stays busy until the next page is here
    return location.assign(answer.response.url);
  }
  release(form);
  if (answer) take(form, button, answer);
  else unsent(form, { button, again });
  tell(form, answer?.response.status);
};

const take = (form, button, { response, html }) => {
  const ids = idsOf(form);
  const { page, ours } = parsed(html, ids[0]);
  const refusal = page.querySelector("[data-refusal]");
  if (response.status === 204 || (response.ok && ours)) {
    taken(form); // before the swap: an empty form that comes back must not find the old text
    put(page, ids);
    rest(document.getElementById(ids[0])); // the second click of a double click
  } else if (response.status === 422 && ours) put(page, ids);
  else if (refusal) refused(form, { button, notice: refusal });
  else unsent(form, { button, again: () => sendAgain(form, button), broken: true });
};

export const start = () => {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (event.defaultPrevented || !form.dataset.swap) return;
    event.preventDefault();
    if (form.matches(LISTS)) show(form, addressOf(form, button));
    else send(form, button);
  });
  document.addEventListener("change", ({ target }) => {
    const { form } = target;
    if (!target.matches("select") || !form?.matches('[data-swap-on="change"]')) return;
    show(form, addressOf(form));
  });
  window.addEventListener("popstate", goBack);
};
