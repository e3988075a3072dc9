/* A password can be looked at while it is typed: on a small keyboard nobody types it right blind.
 * When the form leaves it is hidden again, so that no browser keeps it as a plain text. */
import { whenever } from "./enhance.js";

export const start = () =>
  whenever("button[data-show]", (button) => {
    const field = document.getElementById(button.dataset.show);
    const show = (yes) => {
      field.type = yes ? "text" : "password";
      button.setAttribute("aria-pressed", yes);
    };
    field.autocapitalize = "none";
    field.spellcheck = false;
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"));
    field.form?.addEventListener("submit", () => show(false));
    window.addEventListener("pagehide", () => show(false));
  });
