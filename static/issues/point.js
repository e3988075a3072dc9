/* Choosing the point of an issue: on a map, by the device, or typed into the field.
 *
 * The field holds the truth. Whatever sets it, the server is asked which kelurahan the point lies
 * in; the list of kelurahan follows while nobody has chosen there, and where the two differ the
 * person is asked. Without this script the field and the list are all there is. */
import { MapView, element } from "./map/view.js";
import { canLocate, locate } from "./map/position.js";

const PAUSE = 400;
const STEP = 8; // pixels of the screen that an arrow moves the point
const form = document.querySelector("[data-point-form]");

const start = () => {
  const words = form.dataset;
  const field = document.getElementById("point");
  const areas = document.getElementById("area_id");
  const find = (what) => form.querySelector(`[data-${what}]`);
  const says = find("says");
  const offer = find("change");
  const say = (key, values = {}) => {
    says.textContent = words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
  };
  let view;
  let pin;
  let there; // the area that the point lies in
  let touched = areas.value !== ""; // the person has chosen an area
  let waiting;
  let asked;
  let note = ""; // how sure the device is

  find("point-buttons").hidden = false;
  find("locate").hidden = !canLocate();
  find("locate-note").hidden = !canLocate();

  /* ---- the point and its area ---- */

  const compare = () => {
    offer.hidden = true;
    find("clear").hidden = !field.value.trim();
    if (!there) return;
    const chosen = areas.selectedOptions[0];
    if (areas.value === String(there.id)) {
      says.textContent = `${words.sayIn.replace("{area}", there.label)} ${note}`.trim();
      return;
    }
    if (!touched) {
      areas.value = String(there.id);
      areas.dispatchEvent(new Event("input", { bubbles: true }));
      return compare();
    }
    say("sayDiffers", { there: there.name, chosen: chosen.textContent });
    offer.hidden = false;
    offer.firstElementChild.textContent = words.sayChange.replace("{area}", there.name);
  };

  const show = (lat, lon, { center = false } = {}) => {
    if (!view) return;
    const [x, y] = view.at(lat, lon);
    pin.dataset.x = x;
    pin.dataset.y = y;
    pin.removeAttribute("visibility");
    const edge = view.span * 0.42;
    if (center || Math.abs(x - view.x) > edge || Math.abs(y - view.y) > edge) view.go(x, y);
    else view.draw();
  };

  const look = async ({ center = true } = {}) => {
    asked?.abort();
    there = undefined;
    const typed = field.value.trim();
    compare();
    if (!typed) {
      if (pin) pin.setAttribute("visibility", "hidden");
      says.textContent = "";
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${words.lookup}?${new URLSearchParams({ titik: typed })}`, { signal: asked.signal });
      const found = await answer.json();
      if (!answer.ok) {
        says.textContent = found.error ?? "";
        return;
      }
      there = found.area;
      compare();
      show(found.latitude, found.longitude, { center });
    } catch {
      // No line, or a newer question: the server looks at the point once more when it is sent.
    }
  };

  const put = (lat, lon, { soon = true } = {}) => {
    field.value = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    show(lat, lon);
    clearTimeout(waiting);
    waiting = setTimeout(() => look({ center: false }), soon ? 0 : PAUSE);
  };

  field.addEventListener("input", () => {
    note = "";
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });

  areas.addEventListener("change", () => {
    touched = areas.value !== "";
    compare();
    if (view && !field.value.trim()) around();
  });

  offer.firstElementChild.addEventListener("click", () => {
    touched = false;
    compare();
    areas.focus();
  });

  find("clear").addEventListener("click", () => {
    field.value = "";
    look();
    say("sayCleared");
    field.focus();
  });

  /* ---- the map, fetched when it is asked for ---- */

  const codes = Object.fromEntries(words.codes.trim().split(" ").map((pair) => pair.split(":")));

  const around = () => {
    const area = document.getElementById(`k-${codes[areas.value]}`);
    if (area) view.around(area.dataset.box.split(" ").map(Number));
  };

  const build = async () => {
    const answer = await fetch(words.outlines);
    if (!answer.ok) throw new Error(answer.status);
    const picture = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
    const svg = element("svg", { class: `map map--choose${words.tiles ? " map--tiles" : ""}`, tabindex: "0", role: "application", "aria-label": words.sayMap, "aria-describedby": "peta-isian-h" });
    const ground = element("g", { class: "map__areas" });
    const names = element("g", { class: "map__names", "aria-hidden": "true" });
    for (const path of picture.querySelectorAll("path")) {
      const copy = document.importNode(path, true);
      for (const plain of ["fill", "stroke", "stroke-width"]) copy.removeAttribute(plain);
      copy.classList.add("map__area");
      ground.append(copy);
      const [x, y] = path.dataset.spot.split(" ");
      const [left, top, right, bottom] = path.dataset.box.split(" ");
      const name = element("text", { class: "map__name", y: 28, transform: "", "data-x": x, "data-y": y, "data-width": right - left, "data-height": bottom - top });
      name.textContent = path.dataset.name;
      names.append(name);
    }
    pin = element("g", { class: "map__pin", transform: "", "data-x": 0, "data-y": 0, visibility: "hidden" });
    pin.append(
      element("path", { d: "M-16 0h12M4 0h12M0 -16v12M0 4v12", class: "map__hair" }),
      element("path", { d: "M0 0c-3-6-10-12-10-19a10 10 0 0120 0c0 7-7 13-10 19z" }),
      element("circle", { cy: -19, r: 4 }),
    );
    svg.append(ground, names, pin);
    find("map-here").replaceChildren(svg);
    const [x, y, zoom] = words.core.split(" ").map(Number);
    view = new MapView(form, svg, { x, y, zoom });
    svg.addEventListener("click", (event) => put(...view.pointAt(...view.under(event))));
    svg.addEventListener("keydown", keys);
    if (field.value.trim()) {
      view.zoom = words.tiles ? 16 : 13; // without streets there is nothing to see closer by
      look();
    } else if (areas.value) around();
  };

  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "+" || event.key === "=" || event.key === "-") {
      const place = pin.hasAttribute("visibility") ? undefined : [Number(pin.dataset.x), Number(pin.dataset.y)];
      view.zoomBy(event.key === "-" ? -1 : 1, place);
    } else if (ways[event.key] || event.key === "Enter" || event.key === " ") {
      const [right, down] = ways[event.key] ?? [0, 0];
      const step = STEP * view.scale * (event.shiftKey ? 5 : 1);
      const from = pin.hasAttribute("visibility") ? [view.x, view.y] : [Number(pin.dataset.x), Number(pin.dataset.y)];
      put(...view.pointAt(from[0] + right * step, from[1] + down * step), { soon: false });
    } else return;
    event.preventDefault();
  };

  find("open").addEventListener("click", async ({ currentTarget: button }) => {
    const place = document.getElementById("peta-isian");
    const open = place.hidden;
    try {
      if (open && !view) {
        place.hidden = false;
        await build();
      }
      place.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) find("map-here").firstElementChild.focus();
    } catch {
      place.hidden = true;
      say("sayNoMap");
    }
  });

  form.addEventListener("click", ({ target }) => {
    const way = target.closest("[data-move]")?.dataset.move;
    if (!way || !view) return;
    const place = pin.hasAttribute("visibility") ? undefined : [Number(pin.dataset.x), Number(pin.dataset.y)];
    view.zoomBy(way === "in" ? 1 : -1, place);
  });

  find("locate").addEventListener("click", async ({ currentTarget: button }) => {
    button.disabled = true;
    say("sayLooking");
    try {
      const { latitude, longitude, accuracy } = await locate();
      note = words.sayFound.replace("{n}", Math.max(5, Math.round(accuracy)));
      put(latitude, longitude);
    } catch (why) {
      say({ denied: "sayDenied", slow: "saySlow" }[why] ?? "sayUnknown");
    }
    button.disabled = false;
  });

  if (field.value.trim()) look();
};

if (form && document.getElementById("area_id")) start();
