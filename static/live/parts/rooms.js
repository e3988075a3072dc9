/* What we know of each room, and the one rule: apply in order, ask when something is missing. */
import { apply } from "./fragments.js";

const MOST_WAITING = 500;

export const rooms = new Map();

export const enter = (name, { seq, url }) => {
  const room = {
    name,
    url,
    last: seq, // the last message applied
    waiting: new Map(), // messages that came before those they follow
    asking: false,
    closed: false, // refused for good
    fromStart: false, // ask for everything: asking from the last did not help
    tries: 0,
    etag: null,
  };
  rooms.set(name, room);
  return room;
};

const tell = (kind, message) =>
  document.dispatchEvent(new CustomEvent("betang:event", { detail: { kind, ...message } }));

const applyOne = (room, message) => {
  room.last = message.seq;
  apply(message.html);
  tell("event", message);
};

const applyWaiting = (room) => {
  for (const seq of room.waiting.keys()) if (seq <= room.last) room.waiting.delete(seq);
  while (room.waiting.has(room.last + 1)) {
    const message = room.waiting.get(room.last + 1);
    room.waiting.delete(message.seq);
    applyOne(room, message);
  }
};

/** Take a message; true when one before it is missing. */
export const receive = (room, message) => {
  if (message.seq <= room.last) return false;
  if (message.seq > room.last + 1) {
    if (room.waiting.size < MOST_WAITING) room.waiting.set(message.seq, message);
    return true;
  }
  applyOne(room, message);
  applyWaiting(room);
  return false;
};

/** Take the whole state; an older one than ours only when we asked to begin anew. */
export const receiveSnapshot = (room, message) => {
  if (message.seq < room.last && !room.fromStart) return;
  room.last = message.seq;
  apply(message.html, { quiet: true });
  tell("snapshot", message);
  applyWaiting(room);
};

/** Counts may be lost and carry no number. */
export const receiveCounts = (message) => {
  apply(message.html, { quiet: true });
  tell("counts", message);
};

/** The server's log ends before what we hold: it was put back to an older state. */
export const beginAnew = (room) => {
  room.last = 0;
  room.waiting.clear();
};
