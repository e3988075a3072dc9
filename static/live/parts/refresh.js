/* What a room cannot tell, because not everyone in it may know: `[data-refresh-on]` is asked for
 * again at `data-refresh-url` when its room has news of these kinds, and put in like any fragment:
 * not while somebody is writing in it. */
import { apply } from "./fragments.js";

const running = new Set();
const wanted = new Set();

const fetched = async ({ id, dataset }) => {
  const answer = await fetch(dataset.refreshUrl);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  if (fresh) apply({ [id]: fresh.outerHTML });
};

const refresh = async (element) => {
  const { id } = element;
  wanted.add(id);
  if (running.has(id)) return; // asks once more when it is done
  running.add(id);
  while (wanted.delete(id)) await fetched(element).catch(() => {}); // the next news tries again
  running.delete(id);
};

export const start = () =>
  document.addEventListener("betang:event", ({ detail }) => {
    for (const element of document.querySelectorAll("[data-refresh-on]")) {
      const { refreshOn, room } = element.dataset;
      if (room === detail.room && refreshOn.split(" ").includes(detail.kind)) refresh(element);
    }
  });
