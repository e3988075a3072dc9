/* The key / leads to the field in which one searches: the page's own, else that of the header,
 * else the page of the search. Whoever needs the key for something else (speech, a screen
 * reader) turns this off on that page. */
import { whenever } from "./enhance.js";

const NAME = "slash-off";

const isOff = () => {
  try {
    return localStorage.getItem(NAME) === "1";
  } catch {
    return false; // storage is switched off
  }
};

const turn = (off) => {
  try {
    if (off) localStorage.setItem(NAME, "1");
    else localStorage.removeItem(NAME);
  } catch {
    // it holds for this page at least
  }
};

const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

const field = () => {
  const fields = [...document.querySelectorAll("[data-search-field]")].filter(shown);
  return fields.find((one) => one.closest("main")) ?? fields[0];
};

const writing = (element) => element?.closest?.("input, textarea, select, [contenteditable]");

export const start = () => {
  if (document.body.hasAttribute("data-kiosk")) return;
  let off = isOff();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (off || event.defaultPrevented || writing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const place = field();
    if (place) {
      place.focus();
      place.select();
    } else location.assign("/cari");
  });
  whenever("[data-slash]", (box) => {
    box.checked = !off;
    box.addEventListener("change", () => {
      off = !box.checked;
      turn(off);
    });
  });
};
