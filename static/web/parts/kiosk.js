/* A kiosk signs the person out when nobody touches it; the last twenty seconds are announced. */
import { announce } from "./announce.js";
import { text } from "./strings.js";

const NOTICE = 20;

export const start = () => {
  const bar = document.querySelector("[data-kiosk-idle]");
  if (!bar) return;
  const idle = Number(bar.dataset.kioskIdle);
  let last = Date.now();
  let warned = false;
  const touch = () => {
    last = Date.now();
    warned = false;
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"])
    document.addEventListener(kind, touch, { passive: true, capture: true });
  setInterval(() => {
    const left = idle - (Date.now() - last) / 1000;
    if (left <= 0) window.location.replace(bar.dataset.kioskOut);
    else if (left <= NOTICE && !warned) {
      warned = true;
      announce(text("kiosk"));
    }
  }, 1000);
};
