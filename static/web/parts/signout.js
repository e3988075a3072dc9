/* Signing out clears what the device keeps for the person. A ballot that has not arrived yet
 * would be lost with it, so that is asked first. */
import { dropAll, names } from "./store.js";
import { text } from "./strings.js";

const button = (label, kind) => {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `btn ${kind}`.trim();
  element.textContent = label;
  return element;
};

const ask = (proceed) => {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) {
    if (window.confirm(text("ballotAsk"))) proceed();
    return;
  }
  dialog.className = "dialog";
  const question = document.createElement("p");
  question.id = "tanya-keluar";
  question.textContent = text("ballotAsk");
  dialog.setAttribute("aria-labelledby", question.id);
  const row = document.createElement("div");
  row.className = "row";
  const stay = button(text("stay"), "");
  const leave = button(text("leave"), "btn--danger");
  row.append(stay, leave);
  dialog.append(question, row);
  stay.addEventListener("click", () => dialog.close());
  leave.addEventListener("click", () => {
    dialog.close();
    proceed();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

export const start = () =>
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-signout]") || navigator.onLine === false) return;
      const proceed = () => ["draft", "ballot"].forEach(dropAll);
      if (!names("ballot").length) return proceed();
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(() => {
        proceed();
        form.requestSubmit ? form.requestSubmit(event.submitter) : form.submit();
      });
    },
    true,
  );
