/* What came in by the room while the page was looked at counts as read when it is left. */
import { csrf } from "../../web/parts/csrf.js";

export const start = (page) => {
  if (!page?.dataset.seenUrl) return;
  const seen = new Set();
  document.addEventListener("betang:enhanced", ({ detail: { node } }) => {
    const id = node.matches?.("article[data-into]") && node.id.slice(2);
    if (id && !document.hidden) seen.add(id);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || !seen.size) return;
    const body = new URLSearchParams({ kiriman: [...seen].join(" ") });
    seen.clear();
    fetch(page.dataset.seenUrl, {
      method: "POST",
      body,
      keepalive: true,
      headers: { "X-Fragment": "1", "X-CSRFToken": csrf() ?? "" },
    }).catch(() => {}); // it stays unread
  });
};
