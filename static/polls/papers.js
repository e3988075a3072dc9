/* What helps on a ballot paper: moving in a ranking, the running total of a budget, the dots that
 * are left, a random order of the options, and keeping what was marked until it is sent.
 *
 * All of it works without this script: moves are buttons of the form, totals are checked when the
 * ballot comes in. */
import { drop, keep, kept } from "../web/parts/store.js";

const kiosk = document.body.hasAttribute("data-kiosk");
const rupiah = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "id");
const ready = new WeakSet();

/* --- a ranking: the numbers are the truth, the list follows them */

const placeOf = (item) => Number(item.querySelector("select").value) || 0;

const order = (list) => {
  const items = [...list.children];
  const placed = items.filter(placeOf).sort((one, other) => placeOf(one) - placeOf(other));
  return { placed, rest: items.filter((item) => !placeOf(item)) };
};

const settle = (list, moved) => {
  const { placed, rest } = order(list);
  placed.forEach((item, at) => (item.querySelector("select").value = String(at + 1)));
  const held = document.activeElement;
  for (const item of [...placed, ...rest]) {
    item.classList.toggle("is-moved", item === moved);
    list.append(item);
  }
  held?.focus?.({ preventScroll: true });
  const say = list.closest("[data-ranking]").querySelector("[data-moved]");
  const name = moved.querySelector("b").textContent;
  const place = placed.indexOf(moved) + 1;
  say.textContent = (place ? say.dataset.movedTo : say.dataset.movedOut)
    .replace("{option}", name).replace("{place}", place).replace("{all}", placed.length);
};

const move = (item, up) => {
  const list = item.parentElement;
  const { placed } = order(list);
  const at = placed.indexOf(item);
  if (at < 0) placed.push(item);
  else {
    const to = Math.min(Math.max(at + (up ? -1 : 1), 0), placed.length - 1);
    placed.splice(at, 1);
    placed.splice(to, 0, item);
  }
  placed.forEach((each, place) => (each.querySelector("select").value = String(place + 1)));
  settle(list, item);
};

/* Somebody chose a number that another option had: that one and those below make room. */
const chosen = (item) => {
  const list = item.parentElement;
  const wanted = placeOf(item);
  if (wanted) {
    const others = order(list).placed.filter((each) => each !== item);
    others.splice(Math.min(wanted, others.length + 1) - 1, 0, item);
    others.forEach((each, at) => (each.querySelector("select").value = String(at + 1)));
  }
  settle(list, item);
};

/* Dragging is an extra: buttons and numbers do the same. */
const drag = (list) => {
  let held = null;
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", ({ target }) => (held = target.closest?.("li")));
  list.addEventListener("dragover", (event) => held && event.preventDefault());
  list.addEventListener("drop", (event) => {
    const on = event.target.closest("li");
    if (!held || !on || on === held) return;
    event.preventDefault();
    held.querySelector("select").value = String(placeOf(on) || order(list).placed.length + 1);
    chosen(held);
    held.closest("form").dispatchEvent(new Event("change", { bubbles: true }));
    held = null;
  });
};

const ranking = (form) => {
  const list = form.querySelector("[data-ranking] > ol");
  if (!list) return;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=naik], button[name=turun]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("li"), button.name === "naik");
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  list.addEventListener("change", ({ target }) => target.matches("select") && chosen(target.closest("li")));
  if (matchMedia("(pointer: fine)").matches) drag(list);
};

/* --- what it comes to */

const total = (form) => {
  const cart = form.querySelector("[data-cart]");
  if (!cart) return;
  const boxes = [...form.querySelectorAll("[data-cost]:checked")];
  const spent = boxes.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
  cart.hidden = false;
  cart.querySelector("[data-cart-spent]").textContent = `Rp${rupiah.format(spent)}`;
};

const dots = (form) => {
  const field = form.querySelector("[data-dots]");
  const left = field?.querySelector("[data-dots-left]");
  if (!left) return;
  const given = [...field.querySelectorAll("input[type=number]")]
    .reduce((sum, input) => sum + (Number(input.value) || 0), 0);
  left.hidden = false;
  left.querySelector("b").textContent = rupiah.format(Number(field.dataset.dots) - given);
};

/* --- the same options in another order for everyone */

const shuffle = (form) => {
  if (!form.closest("[data-shuffle]")) return;
  for (const list of form.querySelectorAll(".choices, .marks, [data-ranking] > ol")) {
    const items = [...list.children];
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = crypto.getRandomValues(new Uint32Array(1))[0] % (last + 1);
      [items[last], items[other]] = [items[other], items[last]];
    }
    list.append(...items);
  }
};

/* --- what was marked and not sent stays on the device, for this person */

const PROOFS = ["csrf_token", "ballot_id", "pressed_at", "cmd_id", "next"];

const marked = (form) => {
  const fields = new FormData(form);
  PROOFS.forEach((name) => fields.delete(name));
  return new URLSearchParams(fields).toString();
};

/** Mark a paper as these fields say; hidden ones stay as they are. */
export const fill = (form, fields) => {
  for (const [name, value] of new URLSearchParams(fields)) {
    if (PROOFS.includes(name)) continue;
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.matches("[type=radio], [type=checkbox]")) control.checked ||= control.value === value;
      else if (!control.value) control.value = value;
    }
  }
  const list = form.querySelector("[data-ranking] > ol");
  if (list) {
    const { placed, rest } = order(list);
    list.append(...placed, ...rest);
  }
};

const restore = (form) => {
  const known = kept("paper", form.dataset.ballot);
  if (known) fill(form, known);
};

/** It was recorded: nothing of it stays. */
export const forget = (poll) => drop("paper", poll);

const prepare = () => {
  for (const form of document.querySelectorAll("form[data-ballot]")) {
    if (ready.has(form)) continue;
    ready.add(form);
    shuffle(form);
    if (!kiosk) restore(form);
    ranking(form);
    total(form);
    dots(form);
  }
};

export const start = () => {
  prepare();
  document.addEventListener("betang:enhanced", prepare);
  const changed = ({ target }) => {
    const form = target.closest?.("form[data-ballot]");
    if (!form) return;
    total(form);
    dots(form);
    if (!kiosk) keep("paper", form.dataset.ballot, marked(form));
  };
  document.addEventListener("change", changed);
  document.addEventListener("input", changed);
};
