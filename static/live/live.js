/* Follows the rooms that the page names, by socket or, where none can be had, by asking.
 *
 * `[data-room][data-seq][data-state-url]` names a room, the last news the element holds, and
 * where to ask for more. Page code finds the socket as `betang.socket`, sends commands with
 * `betang.command(type, room, data, version)` and hears of everything applied as `betang:event`. */
import { connect, follow, say } from "./parts/connection.js";
import { releaseHeld } from "./parts/fragments.js";
import { start as startRefresh } from "./parts/refresh.js";

const look = () => {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-room]")) {
    const { room, seq, stateUrl } = element.dataset;
    const known = found.get(room);
    // Elements of one room may be of different age; what is told twice does no harm.
    found.set(room, {
      seq: Math.min(Number(seq) || 0, known?.seq ?? Infinity),
      url: known?.url ?? stateUrl,
    });
  }
  follow(found);
  say();
};

const soon = () => setTimeout(releaseHeld);

document.addEventListener("betang:enhanced", look);
for (const name of ["input", "change", "reset", "focusout", "betang:answered"]) {
  document.addEventListener(name, soon);
}
startRefresh();
look();
connect();
