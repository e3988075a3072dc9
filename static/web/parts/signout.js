/* Signing out clears what the device keeps for the person. A ballot that has not arrived yet
 * would be lost with it, so that is asked first. */
import { ask } from "./ask.js";
import { dropAll, names } from "./store.js";
import { text } from "./strings.js";

const clear = () => ["draft", "ballot", "paper"].forEach(dropAll);

const askFirst = async (form, button) => {
  const answers = { yes: text("leave"), no: text("stay"), danger: true };
  if (!(await ask(text("ballotAsk"), answers))) return;
  clear();
  if (form.requestSubmit) form.requestSubmit(button);
  else form.submit();
};

export const start = () =>
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-signout]") || navigator.onLine === false) return;
      if (!names("ballot").length && !names("paper").length) return clear();
      event.preventDefault();
      event.stopImmediatePropagation();
      askFirst(form, event.submitter);
    },
    true,
  );
