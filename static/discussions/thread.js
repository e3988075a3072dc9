/* The page of a discussion: support and vote at a press, answer and quote in place.
 *
 * Posts come from the server the same for everyone; which of them this person supports, voted on
 * or wrote stands in `data-mine`, `data-votes` and `data-own` of the page, and is put into every
 * piece that arrives. Without this script the buttons are plain forms, and "Balas" and "Kutip"
 * are plain links. */
import { start as startCalling } from "./parts/calling.js";
import { start as startCopying } from "./parts/copying.js";
import { start as startPreview } from "./parts/preview.js";
import { start as startQuoting } from "./parts/quoting.js";
import { start as startSeen } from "./parts/seen.js";

const page = document.querySelector("[data-mine]");
const LATE = 2000; // so long may the room take to bring one's own post

const ids = (name) => new Set((page?.dataset[name] ?? "").split(" ").filter(Boolean));
const keep = (name, set) => {
  page.dataset[name] = [...set].join(" ");
};

const press = (button, on) => {
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "0" : "1";
};

const pressVote = (button, on) => {
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "0" : button.dataset.vote.split(":")[1];
};

/* ---- whose is what ---- */

const personal = (root) => {
  if (!page) return;
  const mine = ids("mine");
  const own = ids("own");
  for (const button of root.querySelectorAll("[data-support]")) {
    if (button.hasAttribute("data-waiting")) continue;
    press(button, mine.has(button.dataset.support));
    button.disabled = own.has(button.dataset.support);
  }
  const votes = ids("votes");
  for (const button of root.querySelectorAll("[data-vote]")) {
    if (button.hasAttribute("data-waiting")) continue;
    pressVote(button, votes.has(button.dataset.vote));
    button.disabled = own.has(button.dataset.vote.split(":")[0]);
  }
  for (const each of root.querySelectorAll("[data-own][hidden]")) {
    if (each !== page && own.has(each.dataset.own)) each.hidden = false;
  }
  if (page.hasAttribute("data-pins")) {
    for (const each of root.querySelectorAll("li[data-pins][hidden]")) each.hidden = false;
  }
  for (const name of root.querySelectorAll("[data-unnamed]")) {
    if (own.has(name.dataset.unnamed)) name.textContent = page.dataset.unnamedMe;
  }
};

/* ---- support ---- */

const count = (button, by) => {
  const shown = button.querySelector(".num");
  // Only plain small numbers: the room brings the right one in a moment.
  if (shown && /^\d{1,3}$/.test(shown.textContent)) {
    shown.textContent = String(Math.max(0, Number(shown.textContent) + by));
  }
};

const toggle = (button, on) => {
  const set = ids("mine");
  if (on) set.add(button.dataset.support);
  else set.delete(button.dataset.support);
  keep("mine", set);
  press(button, on);
  count(button, on ? 1 : -1);
};

const support = async (button) => {
  const on = button.value === "1";
  button.setAttribute("data-waiting", "");
  const done = window.betang.act(button, () => support(button)); // with the value it has now
  toggle(button, on);
  if (!(await done)) toggle(button, !on);
  button.removeAttribute("data-waiting");
  personal(document); // the button may have come anew meanwhile
};

/* ---- votes on arguments ---- */

const turn = (post, now) => {
  const votes = ids("votes");
  for (const value of ["1", "-1"]) votes.delete(`${post}:${value}`);
  if (now) votes.add(`${post}:${now}`);
  keep("votes", votes);
  for (const button of document.querySelectorAll(`[data-vote^="${post}:"]`)) {
    const was = button.getAttribute("aria-pressed") === "true";
    const on = votes.has(button.dataset.vote);
    pressVote(button, on);
    if (was !== on) count(button, on ? 1 : -1);
  }
};

const vote = async (button) => {
  const [post, value] = button.dataset.vote.split(":");
  const before = ["1", "-1"].find((each) => ids("votes").has(`${post}:${each}`)) ?? "";
  const now = before === value ? "" : value;
  button.setAttribute("data-waiting", "");
  const done = window.betang.act(button, () => vote(button)); // with the value it has now
  turn(post, now);
  if (!(await done)) turn(post, before);
  button.removeAttribute("data-waiting");
  personal(document);
};

// Before the buttons of the page-level form are handled in general.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("button[data-support], button[data-vote]");
    if (!button || !page || button.disabled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.hasAttribute("data-waiting")) return;
    if (button.dataset.vote) vote(button);
    else support(button);
  },
  true,
);

/* ---- answering ---- */

const composer = () => document.getElementById("tulis");

const answer = (id, name) => {
  const form = composer();
  form.querySelector("[data-parent]").value = id;
  form.querySelector("[data-answered]").textContent = name;
  form.querySelector("[data-answering]").hidden = !id;
  form.querySelector("textarea").focus();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-balas], a[data-stop-answering]");
  if (!link || !composer()?.querySelector("[data-parent]")) return;
  event.preventDefault();
  answer(link.dataset.balas ?? "", link.dataset.nama ?? "");
});

/* ---- one's own new post, should the room be slow or silent ---- */

const insert = (template) => {
  const id = template.dataset.late;
  const row = template.content.firstElementChild?.cloneNode(true);
  const into = document.getElementById(row?.dataset.into ?? "");
  if (!into || document.getElementById(`t-${id}`)) return;
  into.querySelectorAll(":scope > [data-empty]").forEach((each) => each.remove());
  into.append(row);
  window.betang.enhance(row);
};

const late = (root) => {
  for (const template of root.querySelectorAll("template[data-late]")) {
    if (template.hasAttribute("data-seen")) continue;
    template.setAttribute("data-seen", "");
    const own = ids("own").add(template.dataset.late);
    keep("own", own);
    setTimeout(insert, LATE, template);
  }
};

const enhance = (root) => {
  if (page) late(root);
  personal(document);
};

startQuoting(answer);
startCalling();
startPreview();
startCopying();
startSeen(page);
document.addEventListener("betang:enhanced", ({ detail }) => enhance(detail.node));
enhance(document);
