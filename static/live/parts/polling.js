/* Where sockets are blocked: ask for the state of each room every few seconds. */
import { beginAnew, receive, receiveSnapshot, rooms } from "./rooms.js";

let round = 0; // a new number ends the rounds before it

const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

const within = (limit) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), limit);
  return controller.signal;
};

const take = (room, { seq, events = [], snapshot }) => {
  if (seq < room.last) {
    beginAnew(room);
    room.fromStart = true;
    return;
  }
  if (snapshot) receiveSnapshot(room, { room: room.name, seq, ...snapshot });
  const gaps = events.filter((event) => receive(room, { room: room.name, ...event }));
  room.fromStart = gaps.length > 0 && !room.fromStart;
};

const ask = async (room) => {
  const url = new URL(room.url, location.href);
  url.searchParams.set("since", room.fromStart ? 0 : room.last);
  const known = room.etag?.url === url.href && !room.fromStart ? room.etag.tag : null;
  const response = await fetch(url, {
    headers: { Accept: "application/json", ...(known && { "If-None-Match": known }) },
    cache: "no-store",
    credentials: "same-origin",
    signal: within(10000),
  });
  window.betang.setNow(response.headers.get("Date"));
  if (response.status === 304) return;
  if ([401, 403, 404, 410].includes(response.status)) {
    room.closed = true;
    return;
  }
  if (!response.ok) throw new Error(`state of ${room.name}: ${response.status}`);
  const tag = response.headers.get("ETag");
  room.etag = tag ? { url: url.href, tag } : null;
  take(room, await response.json());
};

/** Ask in turn until `stopPolling`; `report(true)` while the answers come. */
export const poll = async (report) => {
  round += 1;
  const mine = round;
  let failures = 0;
  while (mine === round) {
    const open = [...rooms.values()].filter((room) => room.url && !room.closed);
    try {
      for (const room of open) await ask(room);
      failures = 0;
    } catch {
      failures += 1;
    }
    if (mine !== round) return;
    report(open.length > 0 && failures === 0);
    const slower = document.hidden ? 10 : Math.min(2 ** failures, 8);
    await pause((2000 + Math.random() * 3000) * slower);
  }
};

export const stopPolling = () => {
  round += 1;
};
