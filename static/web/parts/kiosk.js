/* A kiosk signs the person out when nobody touches it, and counts down before it does. It leaves
 * nothing on the device, and going back shows nothing either. Where somebody opened a second tab,
 * a touch in one counts in both, and leaving one empties both: a tab left behind would show the
 * person before, and sign the next one out. */
import { announce } from "./announce.js";
import { text } from "./strings.js";

const NOTICE = 30; // seconds
const START = "/kios";

/* What is kept for a tab or a site; the server asks for the same by Clear-Site-Data. */
const forget = () => {
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // storage is switched off: nothing is kept
  }
};

export const start = () => {
  if (!document.body.hasAttribute("data-kiosk")) return;
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  const tabs = new BroadcastChannel("kiosk");
  const bar = document.querySelector("[data-kiosk-idle]");
  if (!bar) {
    forget(); // nobody is here
    if (location.pathname === START) tabs.postMessage("empty");
    return;
  }
  const idle = Number(bar.dataset.kioskIdle);
  const dialog = bar.querySelector("[data-kiosk-dialog]");
  const left = bar.querySelector("[data-kiosk-left]");
  let last = Date.now();
  const touched = () => {
    last = Date.now();
    if (dialog.open) dialog.close();
  };
  const touch = () => {
    if (Date.now() - last > 1000) tabs.postMessage("touched");
    touched();
  };
  tabs.addEventListener("message", ({ data }) => {
    if (data === "touched") touched();
    else location.replace(START);
  });
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(
      kind,
      ({ target }) => {
        if (dialog.open && dialog.contains(target)) last = Date.now();
        else touch();
      },
      { passive: true, capture: true },
    );
  }
  bar.querySelector("[data-kiosk-stay]").addEventListener("click", touch);
  dialog.addEventListener("close", () => (last = Date.now()));
  document.getElementById("kios-selesai").addEventListener("submit", forget);
  setInterval(() => {
    const rest = Math.ceil(idle - (Date.now() - last) / 1000);
    left.textContent = String(Math.max(0, rest));
    if (rest <= 0) {
      forget();
      location.replace(bar.dataset.kioskOut);
    } else if (rest <= NOTICE && !dialog.open) {
      dialog.showModal();
      announce(text("kiosk"));
    }
  }, 1000);
};
