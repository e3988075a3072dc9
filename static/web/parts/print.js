/* A button that prints the page; it shows itself only where there is a script to do it. */
import { whenever } from "./enhance.js";

export const start = () =>
  whenever("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
