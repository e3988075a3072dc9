/* What every page has: htmx and the behaviour that forms need on a bad line.
 * Pages work without it; everything here only spares a reload or saves what was typed. */
import htmx from "htmx.org";

import { announce } from "./parts/announce.js";
import { csrf } from "./parts/csrf.js";
import { now, setNow } from "./parts/clock.js";
import { start as startDrafts } from "./parts/drafts.js";
import { start as startFields } from "./parts/fields.js";
import { start as startFocus } from "./parts/focus.js";
import { start as startShare } from "./parts/share.js";
import { start as startSignOut } from "./parts/signout.js";
import { text } from "./parts/strings.js";
import { release, start as startSubmit, unsent } from "./parts/submit.js";
import { start as startTimers } from "./parts/timers.js";

const starters = [];
const done = new WeakMap();

/** Run `each` once on every element that matches, now and whenever new ones arrive. */
const whenever = (selector, each) => starters.push({ selector, each });

const init = (root) => {
  for (const { selector, each } of starters) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      const seen = done.get(element) ?? done.set(element, new Set()).get(element);
      if (seen.has(each)) continue;
      seen.add(each);
      each(element);
    }
  }
};

/** Bring a node that a script has put into the page to life. */
const enhance = (node) => {
  htmx.process(node);
  init(node);
  document.dispatchEvent(new CustomEvent("betang:enhanced", { detail: { node } }));
};

window.htmx = htmx;
window.betang = { announce, csrf, enhance, htmx, now, release, setNow, text, unsent, socket: null };

// The order matters: signing out may ask first, the guard may stop a form, and only what is
// really sent may take its draft along.
startSignOut();
startSubmit();
startDrafts(whenever);
startFields(whenever);
startFocus();
startShare();
startTimers();
whenever("[data-js][hidden]", (element) => {
  element.hidden = false;
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = csrf();
  if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:load", ({ detail }) => init(detail.elt));
document.addEventListener("htmx:afterSettle", ({ target }) =>
  document.dispatchEvent(new CustomEvent("betang:enhanced", { detail: { node: target } })),
);
init(document);
