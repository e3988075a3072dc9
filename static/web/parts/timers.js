/* Clocks run here, not over the wire: `[role=timer]` with data-until (a moment), or data-since
 * with data-budget (seconds), or data-since alone to count up. Overrun shows as a negative time.
 * They are silent; data-say-minute and data-say-zero are spoken at one minute and at nought. */
import { announce } from "./announce.js";
import { now } from "./clock.js";

const TIMERS = '[role="timer"][data-until], [role="timer"][data-since]';
const before = new WeakMap();
const mark = document.documentElement.lang === "en" ? ":" : ".";

const written = (seconds) => {
  const size = Math.abs(seconds);
  const rest = String(size % 60).padStart(2, "0");
  return `${seconds < 0 ? "\u2212" : ""}${Math.floor(size / 60)}${mark}${rest}`;
};

const remaining = ({ until, since, budget }) => {
  if (until) return Math.ceil((Date.parse(until) - now()) / 1000);
  const passed = Math.max(0, now() - Date.parse(since)) / 1000;
  return budget === undefined ? Math.floor(passed) : Math.ceil(Number(budget) - passed);
};

const tick = () => {
  for (const timer of document.querySelectorAll(TIMERS)) {
    const seconds = remaining(timer.dataset);
    if (Number.isNaN(seconds)) continue;
    const shown = written(seconds || 0); // no minus nought
    if (timer.textContent !== shown) timer.textContent = shown;
    const counted = timer.dataset.until || timer.dataset.budget !== undefined;
    if (!counted) continue;
    timer.classList.toggle("is-over", seconds < 0);
    timer.classList.toggle("is-soon", seconds >= 0 && seconds <= 60);
    const last = before.get(timer);
    before.set(timer, seconds);
    if (last > 60 && seconds <= 60) announce(timer.dataset.sayMinute);
    if (last > 0 && seconds <= 0) announce(timer.dataset.sayZero);
  }
};

export const start = () => {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
};
