/* The line to the server: a WebSocket, or asking every few seconds while none can be had. */
import { io } from "socket.io-client";

import { poll, stopPolling } from "./polling.js";
import { beginAnew, enter, receive, receiveCounts, receiveSnapshot, rooms } from "./rooms.js";

const PATIENCE = 8000; // without a socket for this long we begin to ask
const GIVE_UP = 3; // or after so many failed tries
const OFF_AFTER = 10000;
const HIDDEN_FOR = 5 * 60 * 1000;
const IN_VAIN = /not.?found|forbidden|sign.?in|level/i;

const line = { up: false, cut: false, asks: false, hears: false, failures: 0, since: Date.now(), asleep: false, shut: null };
const timers = {};

const after = (name, wait, action) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, wait);
};
const some = (limit) => Math.random() * limit;

const socket = io({
  autoConnect: false,
  reconnection: false, // done here: full jitter, and asking meanwhile
  transports: ["websocket"],
  timeout: PATIENCE,
  auth: (give) => {
    const csrf = window.betang.csrf();
    give(csrf ? { csrf } : {});
  },
});

/* ---- what the strip says ---- */

const state = () => {
  if (line.shut) return "off"; // the page shows what this person may not follow any more
  if (line.cut) return "off"; // the socket itself may not have noticed yet
  if (line.up) return "ok";
  if (line.hears) return "poll";
  const offline = Date.now() - line.since;
  if (offline < 1500 && !timers.retry) return "none"; // the page has only just come
  return offline < OFF_AFTER && navigator.onLine !== false ? "wait" : "off";
};

/** Show the state of the line in every `[data-conn]`. */
export const say = () => {
  const now = state();
  for (const strip of document.querySelectorAll("[data-conn]")) {
    const reload = strip.querySelector("[data-reload]");
    if (reload) reload.hidden = now !== "off";
    if (strip.dataset.state === now && !line.shut) continue;
    strip.dataset.state = now;
    const { ok, wait, off } = strip.dataset;
    const words = { none: "", ok, poll: strip.dataset.poll ?? ok, wait, off: line.shut ?? off }[now];
    (strip.querySelector("[data-conn-text]") ?? strip).textContent = words;
  }
};

/* ---- rooms ---- */

const catchUp = (room, goal) => {
  if (room.last >= goal) {
    Object.assign(room, { tries: 0, fromStart: false });
    return;
  }
  // What is missing may still be on its way.
  setTimeout(() => {
    if (room.last >= goal) return catchUp(room, goal);
    room.tries += 1;
    room.fromStart = room.tries > 1;
    ask(room);
  }, Math.min(1000 * 2 ** room.tries, 30000));
};

const ask = async (room) => {
  if (!socket.connected || room.asking || room.closed) return;
  const connection = socket.id;
  const since = room.fromStart ? 0 : room.last;
  room.asking = true;
  const answer = await socket
    .timeout(PATIENCE)
    .emitWithAck("join", { room: room.name, since, lang: document.documentElement.lang })
    .catch(() => null);
  if (socket.id !== connection) return; // the next connection asks for itself
  room.asking = false;
  if (answer?.ok) {
    if (answer.now) window.betang.setNow(answer.now);
    if (answer.seq >= since) return catchUp(room, answer.seq);
    beginAnew(room);
    room.fromStart = true;
    return ask(room);
  }
  room.closed = IN_VAIN.test(answer?.error?.code ?? "");
  if (!room.closed) setTimeout(ask, 2000 + some(3000), room);
};

const leave = (name) => {
  rooms.delete(name);
  if (socket.connected) socket.emit("leave", { room: name });
};

/** Follow exactly these rooms: name → { seq, url }. */
export const follow = (found) => {
  for (const name of [...rooms.keys()]) if (!found.has(name)) leave(name);
  for (const [name, place] of found) if (!rooms.has(name)) ask(enter(name, place));
};

socket.on("event", (message) => {
  const room = rooms.get(message.room);
  if (room && receive(room, message)) ask(room);
});
socket.on("snapshot", (message) => {
  const room = rooms.get(message.room);
  if (message.now) window.betang.setNow(message.now);
  if (room) receiveSnapshot(room, message);
});
socket.on("closed", ({ room: name, error }) => {
  const room = rooms.get(name);
  if (!room) return;
  room.closed = true;
  if (name.startsWith("user:")) return; // the bell falls silent, the page stays good
  line.shut = error.message;
  say();
});
socket.on("counts", (message) => {
  if (rooms.has(message.room)) receiveCounts(message);
});

/* ---- up and down ---- */

const askMeanwhile = () => {
  if (line.up || line.asks || line.asleep) return;
  line.asks = true;
  poll((heard) => {
    // The server answers again: perhaps it takes sockets again, too.
    if (heard && !line.hears) after("retry", some(5000), () => socket.connect());
    line.hears = heard;
    say();
  });
};

const retry = () => {
  const wait = line.asks ? 24000 + some(12000) : some(Math.min(30000, 1000 * 2 ** line.failures));
  after("retry", wait, () => socket.connect());
};

const down = () => {
  after("patience", PATIENCE, askMeanwhile);
  after("off", OFF_AFTER, say);
  say();
};

socket.on("connect", () => {
  const first = !line.wasUp;
  Object.assign(line, { up: true, wasUp: true, asks: false, hears: false, failures: 0 });
  stopPolling();
  for (const name of ["retry", "patience", "off"]) clearTimeout(timers[name]);
  timers.retry = null;
  for (const room of rooms.values()) {
    room.asking = false;
    setTimeout(ask, some(first ? 200 : 1000), room);
  }
  say();
});
socket.on("disconnect", () => {
  Object.assign(line, { up: false, since: Date.now() });
  if (line.asleep) return;
  retry();
  down();
});
socket.on("connect_error", () => {
  line.failures += 1;
  if (line.failures >= GIVE_UP) askMeanwhile();
  retry();
  say();
});

const wake = () => {
  if (line.asleep) Object.assign(line, { asleep: false, since: Date.now(), failures: 0 });
  if (line.up) return;
  clearTimeout(timers.retry);
  socket.connect(); // does nothing while a try is under way
  down();
};

const sleep = () => {
  line.asleep = true;
  Object.assign(line, { asks: false, hears: false });
  stopPolling();
  clearTimeout(timers.retry);
  socket.disconnect();
};

document.addEventListener("visibilitychange", () => {
  clearTimeout(timers.hidden);
  if (document.hidden) after("hidden", HIDDEN_FOR, sleep);
  else wake();
});
window.addEventListener("online", () => {
  line.cut = false;
  say();
  if (document.hidden) return;
  if (line.up) socket.disconnect(); // it may be dead and not know
  wake();
});
window.addEventListener("offline", () => {
  line.cut = true;
  say();
});
window.addEventListener("pagehide", sleep);
window.addEventListener("pageshow", ({ persisted }) => persisted && wake());

/* A command carries an id, so that sending it again does it once. */
const command = async (type, room, data = {}, version = null) => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const message = {
    cmd_id: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    type,
    room,
    data,
    ...(version !== null && { expected_version: version }),
  };
  for (let tries = 0; ; tries += 1) {
    try {
      return await socket.timeout(PATIENCE).emitWithAck("command", message);
    } catch (error) {
      if (tries === 2) throw error;
    }
  }
};

export const connect = () => {
  Object.assign(window.betang, { socket, command });
  socket.connect();
  setTimeout(say, 1600);
  down();
};
