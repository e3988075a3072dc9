/* What every page has: the behaviour that forms need on a bad line, and answers put in place.
 * Pages work without it; everything here only spares a reload or saves what was typed. */
import { act, start as startActions } from "./parts/actions.js";
import { announce } from "./parts/announce.js";
import { ask } from "./parts/ask.js";
import { csrf } from "./parts/csrf.js";
import { now, setNow } from "./parts/clock.js";
import { start as startDrafts } from "./parts/drafts.js";
import { begin, enhance, whenever } from "./parts/enhance.js";
import { start as startFields } from "./parts/fields.js";
import { toErrors } from "./parts/focus.js";
import { start as startKiosk } from "./parts/kiosk.js";
import { start as startPrint } from "./parts/print.js";
import { start as startSecrets } from "./parts/secrets.js";
import { start as startShare } from "./parts/share.js";
import { start as startSlash } from "./parts/slash.js";
import { start as startSignOut } from "./parts/signout.js";
import { text } from "./parts/strings.js";
import { release, start as startSubmit, unsent } from "./parts/submit.js";
import { start as startSwap } from "./parts/swap.js";
import { start as startTimers } from "./parts/timers.js";

window.betang = { act, announce, ask, csrf, enhance, now, release, setNow, text, unsent, socket: null };

// The order matters: signing out may ask first, the guard may stop a form, and only what leaves
// the page takes its draft along.
startSignOut();
startSubmit();
startSwap();
startDrafts();
startFields();
startSecrets();
startActions();
startPrint();
startKiosk();
startShare();
startTimers();
startSlash();
whenever("[data-js][hidden]", (element) => {
  element.hidden = false;
});
whenever(".tabs [aria-current]", (tab) => {
  const bar = tab.parentElement; // where the style sheet alone cannot: the tab that is open in sight
  bar.scrollLeft += tab.getBoundingClientRect().right - bar.getBoundingClientRect().right > 0
    ? tab.getBoundingClientRect().left - bar.getBoundingClientRect().left - 40
    : 0;
});
begin(document);
toErrors(document);
