/* What the device keeps for a person: drafts and unsent ballots, under the person's id.
 * A visitor's are kept for the tab only, a kiosk keeps nothing. */
export const user = document.body.dataset.user || "";
const kiosk = document.body.hasAttribute("data-kiosk");

const place = () => {
  try {
    return kiosk ? null : user ? localStorage : sessionStorage;
  } catch {
    return null; // storage is switched off
  }
};

const key = (kind, name) => `${kind}:${user}:${name}`;

export const keep = (kind, name, value) => {
  try {
    place()?.setItem(key(kind, name), JSON.stringify(value));
  } catch {
    // full: the text is still in the field
  }
};

export const kept = (kind, name) => {
  try {
    return JSON.parse(place()?.getItem(key(kind, name)) ?? "null");
  } catch {
    return null;
  }
};

export const drop = (kind, name) => place()?.removeItem(key(kind, name));

/** The names of all that is kept of this kind. */
export const names = (kind) => {
  const start = key(kind, "");
  return Object.keys(place() ?? {})
    .filter((each) => each.startsWith(start))
    .map((each) => each.slice(start.length));
};

export const dropAll = (kind) => names(kind).forEach((name) => drop(kind, name));
