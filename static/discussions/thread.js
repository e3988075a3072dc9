/* The page of a discussion: support at a press, answer in place.
 *
 * Posts come from the server the same for everyone; which of them this person supports or wrote
 * stands in `data-mine` and `data-own` of the page, and is put into every piece that arrives.
 * Without this script the buttons are plain forms and "Balas" is a plain link. */

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

// Before the buttons of the page-level form are handled in general.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("button[data-support]");
    if (!button || !page || button.disabled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!button.hasAttribute("data-waiting")) support(button);
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

document.addEventListener("betang:enhanced", ({ detail }) => enhance(detail.node));
enhance(document);
