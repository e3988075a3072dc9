/* Text fields: they grow with the text, and say how much room is left when little is. */
import { announce } from "./announce.js";
import { whenever } from "./enhance.js";
import { text } from "./strings.js";

const GROWS = window.CSS?.supports?.("field-sizing", "content");

const grow = (area) => {
  const fit = () => {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  };
  area.addEventListener("input", fit);
  fit();
};

const count = (area) => {
  const near = Math.max(20, Math.min(100, area.maxLength / 10));
  const note = document.createElement("p");
  note.className = "hint counter";
  area.after(note);
  let speak;
  const tell = () => {
    const left = area.maxLength - area.value.length;
    note.hidden = left > near;
    note.textContent = text(left ? "left" : "full", { n: left });
    clearTimeout(speak);
    if (!note.hidden && document.activeElement === area) {
      speak = setTimeout(announce, 900, note.textContent);
    }
  };
  area.addEventListener("input", tell);
  tell();
};

export const start = () => {
  if (!GROWS) whenever("textarea[data-autogrow]", grow);
  whenever("textarea[maxlength]", count);
};
