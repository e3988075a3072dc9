/* Buttons of the page-level form `#aksi` act without a reload. The news comes by the room; a
 * refusal comes back as a fragment and is shown in `#pesan`, until the next press anywhere.
 * `data-confirm` asks first. Told afterwards as `betang:action`. For visitors the form leads to
 * signing in, and is left alone. */
import { ask } from "./ask.js";
import { posting, request } from "./request.js";
import { text } from "./strings.js";
import { unsent } from "./submit.js";

const place = () => document.getElementById("pesan");

const show = (html) => {
  if (!place()) return;
  place().innerHTML = html;
  if (html) place().scrollIntoView({ block: "nearest" });
};

const failed = (button, again, broken) => {
  show("");
  unsent(button, { again, broken, place: place() });
};

const press = async (button) => {
  button.setAttribute("aria-busy", "true");
  await act(button, () => press(button));
  button.removeAttribute("aria-busy");
};

/** Send what the button says; true when it was done. `again` is what "Kirim lagi" does. */
export const act = async (button, again) => {
  const body = new FormData(document.getElementById("aksi"));
  if (button.name) body.set(button.name, button.value);
  const options = { ...posting(body), redirect: "manual" };
  const { response, html } = (await request(button.formAction, options)) ?? {};
  if (response?.type === "opaqueredirect") {
    location.reload();
    return true;
  }
  const ok = response?.status === 204;
  if (ok) show("");
  else if (html?.includes("data-refusal")) show(html);
  else failed(button, again, Boolean(response));
  const { status } = response ?? {};
  document.dispatchEvent(new CustomEvent("betang:action", { detail: { button, ok, status } }));
  return ok;
};

const answers = (button) => ({
  yes: text("yes"),
  no: text("no"),
  danger: button.matches(".btn--danger"),
});

const asked = new WeakSet();

/* A form that cannot be undone asks first; without a script it is sent as it is. */
const askForms = () =>
  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      const question = (submitter?.form === form && submitter.dataset.confirm) || form.dataset?.confirm;
      if (!question || asked.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = submitter ?? form.querySelector("[type=submit]");
      if (!(await ask(question, answers(button)))) return;
      asked.add(form);
      form.requestSubmit(submitter);
    },
    true,
  );

export const start = () => {
  askForms();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.('button[form="aksi"]');
    if (!button || button.form?.method !== "post" || event.defaultPrevented) return;
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    const { confirm } = button.dataset;
    if (!confirm || (await ask(confirm, answers(button)))) press(button);
  });
  document.addEventListener("click", ({ target }) => {
    if (!place()?.contains(target)) show("");
  }, true);
};
