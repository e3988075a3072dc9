/* The live room: one's own place in the queue, laid over news that is the same for everyone.
 *
 * The server says at load which hand is one's own (`#tangan[data-me]`); every later step is read
 * from `#antrean`, so that nobody has to ask the server when 500 hands move. */

const own = new Set();
let before = "";

const panel = () => document.getElementById("tangan");
const queue = () => document.getElementById("antrean");

const remember = () => {
  const { me } = panel()?.dataset ?? {};
  if (me) own.add(me);
};

/* My entry among those in the queue, with its state and my number among those who wait. */
const mine = () => {
  const rows = [...(queue()?.querySelectorAll("[data-entry]") ?? [])];
  const row = rows.find((each) => own.has(each.dataset.entry));
  if (!row) return null;
  const waiting = rows.filter((each) => each.dataset.state === "waiting");
  return { row, state: row.dataset.state, number: waiting.indexOf(row) + 1 };
};

const words = (dataset, place, item) => {
  if (!place) return item ? dataset.free : dataset.closed;
  return dataset[place.state].replace("{n}", place.number);
};

const show = (element, shown) => {
  if (element) element.hidden = !shown;
};

const overlay = () => {
  const place = mine();
  place?.row.classList.add("is-you");
  const box = panel();
  const text = box?.querySelector("[data-hand-text] strong");
  if (!text) return; // a visitor, or someone who leads the session
  const item = queue()?.dataset.item ?? "";
  const form = box.querySelector("[data-hand-form]");
  const said = words(box.dataset, place, item);
  if (text.textContent.trim() !== said) text.textContent = said;
  box.querySelector("[data-hand-notice]").classList.toggle("notice--ok", Boolean(place));
  show(form, item && place?.state !== "speaking");
  show(form.querySelector("[data-hand-up]"), !place);
  show(form.querySelector("[data-hand-down]"), place);
  if (item) form.action = form.dataset.url.replace("/acara/0/", `/acara/${item}/`);
  // One's own turn is the one thing in the queue worth interrupting for.
  const turn = place && place.state !== "waiting" ? `${item}:${place.state}` : "";
  if (turn && turn !== before) window.betang.announce(said);
  before = turn;
};

/* Raising and lowering without a reload; a refusal stands beside the button. */
const send = async (form, button) => {
  const body = new FormData(form);
  body.set(button.name, button.value);
  form.toggleAttribute("data-busy", true);
  button.setAttribute("aria-busy", "true");
  form.parentElement.querySelectorAll(":scope > [data-refusal]").forEach((each) => each.remove());
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Fragment": "1", "X-CSRFToken": window.betang.csrf() ?? "" },
      credentials: "same-origin",
    });
    const html = await answer.text();
    if (answer.ok) take(html);
    else form.insertAdjacentHTML("beforebegin", html);
  } catch {
    window.betang.unsent(form, { button, again: () => send(form, button) });
  } finally {
    window.betang.release(form);
  }
};

/* The panel as the server sees it now. The room's news may have come before it or come after. */
const take = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const fresh = template.content.firstElementChild;
  if (fresh?.id !== "tangan") return location.reload();
  const focused = panel().contains(document.activeElement);
  const wanted = fresh.dataset.me;
  panel().replaceWith(fresh);
  window.betang.enhance(fresh);
  own.clear();
  remember();
  const known = queue()?.querySelector(`[data-entry="${CSS.escape(wanted)}"]`);
  if (!wanted || known) overlay();
  if (focused) fresh.querySelector("button:not([hidden])")?.focus({ preventScroll: true });
  window.betang.announce(fresh.querySelector("[data-hand-text]")?.textContent.trim());
};

document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-hand-form]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.target.hasAttribute("data-busy")) send(event.target, event.submitter);
  },
  true,
);
document.addEventListener("betang:event", () => {
  remember();
  overlay();
});
remember();
overlay();
