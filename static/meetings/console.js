/* The console: the outcome form belongs to the item at hand, which changes while it stands here.
 *
 * An untouched form follows the agenda. One that somebody is writing in keeps its item, and the
 * server refuses it in words should that item be finished meanwhile. */

const form = () => document.querySelector("form[data-outcome]");

const touched = (element) =>
  [...element.elements].some(
    (each) => each.type !== "hidden" && "defaultValue" in each && each.value !== each.defaultValue,
  );

const follow = () => {
  const outcome = form();
  const agenda = document.getElementById("konsol-acara");
  if (!outcome || !agenda) return;
  const { item, version, title } = agenda.dataset;
  const same = outcome.elements.item_id.value === item;
  if (!same && touched(outcome)) return;
  outcome.elements.item_id.value = item;
  outcome.elements.version.value = version;
  outcome.querySelector("[data-outcome-title]").textContent = title;
  outcome.hidden = !item;
  const idle = document.querySelector("[data-outcome-idle]");
  if (idle) idle.hidden = Boolean(item);
};

document.addEventListener("betang:event", follow);
follow();
