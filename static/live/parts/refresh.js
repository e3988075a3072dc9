/* What a room cannot tell, because not everyone in it may know: `[data-refresh-on]` is asked for
 * again at `data-refresh-url` when its room has news of these kinds, and put in like any fragment:
 * not while somebody is writing in it. */
import { apply } from "./fragments.js";

const RUNNING = new Set();
const AGAIN = new Set();

const fetched = async ({ id, dataset }) => {
  const answer = await fetch(dataset.refreshUrl);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  if (fresh) apply({ [id]: fresh.outerHTML });
};

const refresh = async (element) => {
  const { id } = element;
  AGAIN.add(id);
  if (RUNNING.has(id)) return; // asks once more when it is done
  RUNNING.add(id);
  while (AGAIN.delete(id)) await fetched(element).catch(() => {}); // the next news tries again
  RUNNING.delete(id);
};

export const start = () =>
  document.addEventListener("betang:event", ({ detail }) => {
    for (const element of document.querySelectorAll("[data-refresh-on]")) {
      const { refreshOn, room } = element.dataset;
      if (room === detail.room && refreshOn.split(" ").includes(detail.kind)) refresh(element);
    }
  });
