/* Puts the server's fragments into the page without ever taking away what a person is typing. */
import { remember } from "../../web/parts/focus.js";

const TYPING =
  "textarea, select, [contenteditable], input:not([type=button], [type=submit], [type=reset]," +
  "[type=image], [type=checkbox], [type=radio], [type=range], [type=color], [type=hidden])";
const ASIDE = "[data-busy], [data-dirty], [aria-invalid=true]";
const CONTROLS = "input, select, textarea";

/* What could not be put in yet, by id, in the order of arrival. */
const held = new Map();

const changed = (control) => {
  if (control.matches("select")) {
    const options = [...control.options];
    const first = control.multiple || options.some((each) => each.defaultSelected) ? -1 : 0;
    return options.some((each, i) => each.selected !== (each.defaultSelected || i === first));
  }
  if (control.matches("[type=hidden], [type=submit], [type=button], [type=reset], [type=image]")) {
    return false;
  }
  if (control.matches("[type=checkbox], [type=radio]")) {
    return control.checked !== control.defaultChecked;
  }
  if (control.matches("[type=file]")) return control.files.length > 0;
  return control.value !== control.defaultValue;
};

const within = (element, selector) => [
  ...(element.matches(selector) ? [element] : []),
  ...element.querySelectorAll(selector),
];

/* Someone is at work here: typing, a changed form, a form on its way or come back with errors. */
const inUse = (element) =>
  within(element, CONTROLS).some(changed) ||
  within(element, TYPING).includes(document.activeElement) ||
  within(element, ASIDE).length > 0;

const note = (element, shown) => {
  const found =
    element.querySelector("[data-stale-note]") ??
    element.parentElement?.querySelector(":scope > [data-stale-note]");
  if (found) found.hidden = !shown;
};

const hold = (id, html, element) => {
  // Told while a form is on its way: newer than the answer to it, perhaps.
  const late = held.get(id)?.late || within(element, "[data-busy]").length > 0;
  held.delete(id); // to the end of the line
  held.set(id, { html, element, late });
  note(element, true);
};

const enliven = (nodes, quiet) => {
  for (const node of nodes) {
    window.betang.enhance(node);
    if (!quiet) window.betang.announce(node.dataset.announce);
  }
};

const replace = (element, template, quiet) => {
  const restore = remember(element);
  const open = within(element, "details[id]").map(({ id, open: was }) => [id, was]);
  const nodes = [...template.content.children];
  note(element, false);
  element.replaceWith(template.content);
  for (const [id, was] of open) {
    const details = document.getElementById(id);
    if (details) details.open = was;
  }
  enliven(nodes, quiet);
  restore();
};

const insert = (root, template, quiet) => {
  const into = document.getElementById(root.dataset.into ?? "");
  if (!into) return;
  const nodes = [...template.content.children];
  into.querySelectorAll(":scope > [data-empty]").forEach((each) => each.remove());
  if (root.dataset.place === "start") into.prepend(template.content);
  else into.append(template.content);
  enliven(nodes, quiet);
};

const put = (id, html, quiet) => {
  const element = document.getElementById(id);
  if (html === null) {
    element?.remove();
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const root = template.content.firstElementChild;
  if (!root) return;
  if (element) replace(element, template, quiet);
  else insert(root, template, quiet);
};

/* A piece inside something held would be undone when the held one is put in: it waits as well. */
const insideHeld = (place) =>
  [...held.values()].some(
    ({ element }) => element.isConnected && element !== place && element.contains(place),
  );

const take = (id, html, quiet) => {
  const element = document.getElementById(id);
  if (element && inUse(element)) return hold(id, html, element);
  held.delete(id);
  for (const [key, { element: old }] of held) if (element?.contains(old)) held.delete(key); // outdated
  const around = element?.parentElement;
  put(id, html, quiet);
  const place = document.getElementById(id) ?? around;
  if (place && insideHeld(place)) held.set(id, { html, element: place, late: true });
};

/** Put in the fragments of one message: id of an element → its new HTML, or null: gone. */
export const apply = (fragments, { quiet = false } = {}) => {
  for (const [id, html] of Object.entries(fragments ?? {})) {
    try {
      take(id, html, quiet);
    } catch (error) {
      console.error(`fragment ${id}`, error); // one bad piece must not stop the others
    }
  }
};

/** Try again what was held. What the answer to a form has replaced meanwhile is newer: it stays. */
export const releaseHeld = () => {
  for (const [id, { html, element, late }] of [...held]) {
    const present = document.getElementById(id);
    if ((present && inUse(present)) || insideHeld(present ?? element)) continue;
    held.delete(id);
    if (!element.isConnected && !late) continue;
    for (const other of held.values()) if (element.contains(other.element)) other.late = true;
    put(id, html, true);
  }
};
