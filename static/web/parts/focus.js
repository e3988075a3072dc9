/* Where the keyboard was: back on the same control after a piece of the page was replaced. */

const attribute = (element, name) => element?.getAttribute?.(name) ?? null;

const sameControl = ({ id, name, value, action, isText }) => {
  if (id && document.getElementById(id)) return document.getElementById(id);
  const named = name ? [...document.getElementsByName(name)] : [];
  const near = named.filter((each) => attribute(each.form, "action") === action);
  const exact = near.filter((each) => isText || each.value === value);
  if (exact.length) return exact[0];
  if (near.length) return near[0];
  if (named.length === 1) return named[0];
  if (!name && action !== null) {
    const form = [...document.forms].find((each) => attribute(each, "action") === action);
    return form?.querySelector("button:not(:disabled)");
  }
  return null;
};

const usable = (element) =>
  element?.disabled
    ? element.parentElement.querySelector("button:not(:disabled), input:not(:disabled), a[href]")
    : element;

/** Remember the focused control inside `root`; call what comes back once `root` is replaced. */
export const remember = (root) => {
  const active = document.activeElement;
  if (!active || active === document.body || !root?.contains(active)) return () => {};
  const isText = active.selectionStart != null;
  const was = {
    id: active.id,
    name: attribute(active, "name"),
    value: active.value,
    action: attribute(active.form, "action"),
    isText,
  };
  const from = isText ? active.selectionStart : null;
  const to = isText ? active.selectionEnd : null;
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const next = usable(sameControl(was));
    next?.focus({ preventScroll: true });
    if (from != null && next?.selectionStart != null) next.setSelectionRange(from, to);
  };
};

/** Lead to what is wrong: the summary, or the first field that says so. */
export const toErrors = (root) => {
  const first = (selector) => (root.matches?.(selector) ? root : root.querySelector(selector));
  (first("#galat") ?? first('[aria-invalid="true"]'))?.focus();
};
