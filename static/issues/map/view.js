/* A map on the page: what part of it is seen, and moving it by pointer, keys and buttons.
 *
 * The picture is in units of the drawing: pixels of Web Mercator at zoom 14, counted from
 * `data-origin`. A view is a square of 400 pixels of its own zoom, as on the server. */

const SIDE = 400;
const LOWEST = 9;
const HIGHEST = 18;
const DRAWN_AT = 14;
const TILE = 256;
const WORLD = TILE * 2 ** DRAWN_AT;
const NARROW = 60; // on the screen: a name does not fit into less,
const LOW = 36; // nor stand clear of the next one
const SVG = "http://www.w3.org/2000/svg";

const numbers = (text) => text.split(" ").map(Number);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export const element = (name, attributes = {}) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

export class MapView {
  /** `box` carries the data of the drawing, `svg` is the picture in it. */
  constructor(box, svg, { x, y, zoom }, moved = () => {}) {
    Object.assign(this, { svg, x, y, zoom, moved });
    this.origin = numbers(box.dataset.origin);
    this.size = numbers(box.dataset.size);
    this.tiles = box.dataset.tiles;
    this.pointers = new Map();
    this.listen();
    this.draw();
  }

  get scale() {
    return 2 ** (DRAWN_AT - this.zoom);
  }

  get span() {
    return SIDE * this.scale;
  }

  /** Latitude and longitude of a place in the drawing. */
  pointAt(x, y) {
    const lon = ((x + this.origin[0]) / WORLD) * 360 - 180;
    const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + this.origin[1])) / WORLD))) * 180) / Math.PI;
    return [lat, lon];
  }

  /** Where a point lies in the drawing. */
  at(lat, lon) {
    const phi = (lat * Math.PI) / 180;
    return [
      ((lon + 180) / 360) * WORLD - this.origin[0],
      ((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * WORLD - this.origin[1],
    ];
  }

  /** Where on the drawing a pointer is. */
  under({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    return [
      this.x + ((clientX - box.left) / box.width - 0.5) * this.span,
      this.y + ((clientY - box.top) / box.height - 0.5) * this.span,
    ];
  }

  go(x, y, zoom = this.zoom, { tell = true } = {}) {
    this.x = clamp(x, 0, this.size[0]);
    this.y = clamp(y, 0, this.size[1]);
    this.zoom = clamp(zoom, LOWEST, HIGHEST);
    this.draw();
    if (tell) this.moved();
  }

  /** Closer or farther, so that this place stays where it is on the screen. */
  zoomBy(by, [x, y] = [this.x, this.y]) {
    const zoom = clamp(this.zoom + by, LOWEST, HIGHEST);
    const shrink = 2 ** (this.zoom - zoom);
    this.go(x + (this.x - x) * shrink, y + (this.y - y) * shrink, zoom);
  }

  move(way) {
    const step = this.span / 2;
    const ways = { w: [-step, 0], e: [step, 0], n: [0, -step], s: [0, step] };
    if (way === "in") this.zoomBy(1);
    else if (way === "out") this.zoomBy(-1);
    else if (ways[way]) this.go(this.x + ways[way][0], this.y + ways[way][1]);
  }

  /** Show a box of the drawing whole. */
  around([left, top, right, bottom]) {
    const side = Math.max(right - left, bottom - top) * 1.06;
    let zoom = 16;
    while (zoom > LOWEST && SIDE * 2 ** (DRAWN_AT - zoom) < side) zoom -= 1;
    this.go((left + right) / 2, (top + bottom) / 2, zoom);
  }

  draw() {
    const { x, y, span, scale, svg } = this;
    svg.setAttribute("viewBox", `${x - span / 2} ${y - span / 2} ${span} ${span}`);
    for (const one of svg.querySelectorAll("[data-x][transform]")) {
      one.setAttribute("transform", `translate(${one.dataset.x} ${one.dataset.y}) scale(${scale})`);
      if (one.dataset.width) {
        const fits = one.dataset.width / scale >= NARROW && one.dataset.height / scale >= LOW;
        one.setAttribute("visibility", fits ? "visible" : "hidden");
      }
    }
    if (this.tiles) this.lay();
  }

  lay() {
    const side = TILE * this.scale;
    const [left, top] = [this.x - this.span / 2 + this.origin[0], this.y - this.span / 2 + this.origin[1]];
    const there = this.svg.querySelector(".map__tiles") ?? this.svg.insertBefore(element("g", { class: "map__tiles", "aria-hidden": "true" }), this.svg.firstChild);
    const old = new Map([...there.children].map((one) => [one.getAttribute("href"), one]));
    const many = [];
    for (let row = Math.floor(top / side); row <= (top + this.span) / side; row += 1) {
      for (let column = Math.floor(left / side); column <= (left + this.span) / side; column += 1) {
        const href = this.tiles.replace("{z}", this.zoom).replace("{x}", column).replace("{y}", row);
        many.push(old.get(href) ?? element("image", {
          href, x: column * side - this.origin[0], y: row * side - this.origin[1], width: side, height: side,
        }));
      }
    }
    there.replaceChildren(...many);
  }

  listen() {
    const { svg, pointers } = this;
    let begun;
    let wide;
    let dragged = false;
    const middle = () => {
      const all = [...pointers.values()];
      return {
        clientX: all.reduce((sum, one) => sum + one.clientX, 0) / all.length,
        clientY: all.reduce((sum, one) => sum + one.clientY, 0) / all.length,
      };
    };
    const apart = () => {
      const [one, other] = [...pointers.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      pointers.set(event.pointerId, event);
      begun = middle();
      dragged = dragged && pointers.size > 1;
      wide = pointers.size === 2 ? apart() : undefined;
    });
    svg.addEventListener("pointermove", (event) => {
      if (!pointers.has(event.pointerId)) return;
      pointers.set(event.pointerId, event);
      const now = middle();
      const box = svg.getBoundingClientRect();
      if (!dragged && Math.hypot(now.clientX - begun.clientX, now.clientY - begun.clientY) < 6 && pointers.size < 2) return;
      if (!dragged) svg.setPointerCapture(event.pointerId);
      dragged = true;
      this.go(
        this.x - ((now.clientX - begun.clientX) / box.width) * this.span,
        this.y - ((now.clientY - begun.clientY) / box.height) * this.span,
      );
      begun = now;
      if (wide && pointers.size === 2) {
        const by = Math.trunc(Math.log2(apart() / wide) * 1.5);
        if (by) {
          this.zoomBy(by, this.under(now));
          wide = apart();
        }
      }
    });
    const lift = (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size) begun = middle();
    };
    svg.addEventListener("pointerup", lift);
    svg.addEventListener("pointercancel", lift);
    // The end of a drag is no press on what lies beneath.
    svg.addEventListener("click", (event) => {
      if (dragged) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      dragged = false;
    }, true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls on
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1 : -1, this.under(event));
    }, { passive: false });
  }
}
