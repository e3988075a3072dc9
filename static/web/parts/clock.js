/* Server time. A phone's clock may be wrong by hours, so the page carries the server's. */
const NOISE = 1500; // a slow line is no wrong clock

const measured = (iso, at) => {
  const offset = Date.parse(iso) - at;
  return Math.abs(offset) > NOISE ? offset : 0;
};

/* When the page came, or null when it came from a cache and carries the time of long ago. */
const arrival = () => {
  const [page] = performance.getEntriesByType?.("navigation") ?? [];
  if (!page) return Date.now();
  if (page.transferSize < page.encodedBodySize) return null;
  return performance.timeOrigin + page.responseStart;
};

const stamp = document.documentElement.dataset.now;
const came = stamp ? arrival() : null;
let offset = came === null ? 0 : measured(stamp, came);

export const now = () => Date.now() + offset;

/** Take the time that an answer of the server carries. */
export const setNow = (iso) => {
  if (!Number.isNaN(Date.parse(iso))) offset = measured(iso, Date.now());
};
