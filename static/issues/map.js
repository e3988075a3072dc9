/* The map of issues: moving it asks for what lies there and for the list, and puts both in place.
 *
 * The same happens by links and whole pages where this script does not run. */
import { announce } from "../web/parts/announce.js";
import { MapView } from "./map/view.js";

const PAUSE = 250; // after the last movement
const box = document.querySelector("[data-map]");
const form = document.getElementById("cari");
const marks = () => document.getElementById("titik");

const shown = () => {
  const { x, y, zoom } = marks().dataset;
  return { x: Number(x), y: Number(y), zoom: Number(zoom) };
};

let waiting;
let asked;

const field = (name, value) => {
  const input = form?.elements[name] ?? form?.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  if (input) input.value = value;
};

const follow = (view) => {
  const [lat, lon] = view.pointAt(view.x, view.y);
  field("pusat", `${lat.toFixed(5)},${lon.toFixed(5)}`);
  field("z", view.zoom);
};

const load = async (view) => {
  asked?.abort();
  asked = new AbortController();
  const url = new URL(location.href);
  const [lat, lon] = view.pointAt(view.x, view.y);
  url.searchParams.set("pusat", `${lat.toFixed(5)},${lon.toFixed(5)}`);
  url.searchParams.set("z", view.zoom);
  url.searchParams.delete("lanjut");
  const list = document.getElementById("hasil");
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const held = document.activeElement?.dataset.move;
    for (const id of ["titik", "gerak", "hasil"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh) old.replaceWith(document.importNode(fresh, true));
    }
    if (held) document.querySelector(`#gerak [data-move="${held}"]`)?.focus();
    history.replaceState(history.state, "", url);
    view.draw(); // what came in meanwhile fits what is seen now
    announce(document.querySelector("#hasil [role=status]")?.textContent.trim());
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url); // as without a script
  }
};

if (box) {
  const view = new MapView(box, box.querySelector("svg"), shown(), () => {
    follow(view);
    clearTimeout(waiting);
    waiting = setTimeout(() => load(view), PAUSE);
  });

  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-move], [data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.move) view.move(link.dataset.move);
    else view.go(...link.dataset.view.split(" ").map(Number));
  });

  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: "w", ArrowRight: "e", ArrowUp: "n", ArrowDown: "s", "+": "in", "=": "in", "-": "out" }[event.key];
    if (!way) return;
    event.preventDefault();
    view.move(way);
  });

  // Another area brings a view of its own; every other filter keeps what is seen.
  form?.addEventListener("change", ({ target }) => {
    if (target.name === "wilayah") for (const name of ["pusat", "z"]) form.elements[name]?.remove();
  }, true);
  document.addEventListener("betang:answered", ({ detail }) => {
    if (detail.form !== form) return;
    const { x, y, zoom } = shown();
    view.go(x, y, zoom, { tell: false });
    const chosen = form.elements.wilayah.value;
    for (const area of box.querySelectorAll(".map__areas a")) {
      const code = new URL(area.href.baseVal, location.href).searchParams.get("wilayah");
      area.firstElementChild.nextElementSibling.classList.toggle("is-here", Boolean(chosen) && (code === chosen || code.startsWith(`${chosen}.`)));
    }
  });
}
