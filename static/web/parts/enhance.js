/* Bringing pieces of the page to life: those it came with, and those that come later. */

const starters = [];
const done = new WeakMap();

/** Run `each` once on every element that matches, now and whenever new ones arrive. */
export const whenever = (selector, each) => starters.push({ selector, each });

export const begin = (root) => {
  for (const { selector, each } of starters) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      const seen = done.get(element) ?? done.set(element, new Set()).get(element);
      if (seen.has(each)) continue;
      seen.add(each);
      each(element);
    }
  }
};

/** Bring a node that a script has put into the page to life. */
export const enhance = (node) => {
  begin(node);
  document.dispatchEvent(new CustomEvent("betang:enhanced", { detail: { node } }));
};
