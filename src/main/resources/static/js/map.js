// <div class="map" data-map data-source="/fac/1/points"> becomes a map of the points that are at that address, as
// [{"lat": …, "lon": …, "name": …, "url": …, "detail": …}]: Leaflet, with outlines and names from our own server, drawn on canvases so that
// thousands of points stay smooth. It is made once it is seen and the page has nothing better to do, a step at a time. The wheel scrolls the
// page until somebody clicks into
// the map or moves into it by keyboard.
import { labelLayer } from "./map-labels.js";

const NEAREST = 8;
const REGION = 10; // closer than that the outlines say nothing: other maps know streets
let library = null;

// Lets typing and scrolling have their turn between two steps of ours.
const turn = () => new Promise((resolve) => setTimeout(resolve));
const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 1000 }));

function json(path) {
  return fetch(new URL(path, import.meta.url)).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
}

function load() {
  library ??= Promise.all([
    import("../leaflet/leaflet.js"),
    json("../map/world.json"),
    json("../map/labels.json"),
    new Promise((resolve, reject) => {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = new URL("../leaflet/leaflet.css", import.meta.url);
      style.onload = resolve;
      style.onerror = reject;
      document.head.append(style);
    }),
  ]).then(([, world, labels]) => ({ world, labels }));
  return library;
}

function unpack(flat, scale) {
  const points = [];
  for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) {
    points.push([(y += flat[i + 1]) / scale, (x += flat[i]) / scale]);
  }
  return points;
}

function colours(element) {
  const style = getComputedStyle(element);
  const of = (name) => {
    // Properties may refer to others; a real property resolves them.
    element.style.setProperty("outline-color", `var(${name})`);
    const colour = getComputedStyle(element).outlineColor;
    element.style.removeProperty("outline-color");
    return colour || style.color;
  };
  return {
    land: of("--map-land"), sea: of("--map-sea"), coast: of("--map-coast"), border: of("--map-border"),
    point: of("--map-point"), city: of("--ink"), water: of("--quiet"),
  };
}

function entry(L, point) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  const link = document.createElement(point.url ? "a" : "strong");
  if (point.url) link.href = point.url;
  link.textContent = point.name;
  line.append(link);
  box.append(line);
  if (point.detail) {
    const more = document.createElement("p");
    more.className = "quiet small";
    more.textContent = point.detail;
    box.append(more);
  }
  const spot = `${point.lat.toFixed(6)},${point.lon.toFixed(6)}`;
  const where = document.createElement("p");
  where.className = "small";
  const street = document.createElement("a");
  street.href = `https://www.openstreetmap.org/?mlat=${point.lat.toFixed(6)}&mlon=${point.lon.toFixed(6)}#map=16/${spot.replace(",", "/")}`;
  street.rel = "noopener noreferrer";
  street.textContent = "OpenStreetMap";
  const program = document.createElement("a");
  program.href = `geo:${spot}`;
  program.textContent = spot;
  where.append(program, " ", street);
  box.append(where);
  return box;
}

// Points that stand at one place share a mark, whose popup names them all.
function places(points) {
  const at = new Map();
  for (const point of points) {
    const key = `${point.lat},${point.lon}`;
    if (!at.has(key)) at.set(key, []);
    at.get(key).push(point);
  }
  return [...at.values()];
}

// Until it is active, the wheel is the page's.
function wheelWhenActive(map, element) {
  const active = (is) => {
    if (is) map.scrollWheelZoom.enable();
    else map.scrollWheelZoom.disable();
    element.classList.toggle("active", is);
  };
  active(false);
  map.on("click focus", () => active(true));
  element.addEventListener("focusin", () => active(true));
  element.addEventListener("focusout", (event) => element.contains(event.relatedTarget) || active(false));
  element.addEventListener("mouseleave", () => active(false));
  element.title = element.dataset.hint;
}

// Leaflet's own words are English.
function speak(L, map, element) {
  L.control.zoom({ zoomInTitle: element.dataset.zoomIn, zoomOutTitle: element.dataset.zoomOut }).addTo(map);
  map.on("popupopen", ({ popup: box }) => {
    box.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", element.dataset.close);
  });
}

function popup(L, there, more) {
  const all = document.createElement("div");
  all.append(...there.slice(0, NEAREST).map((point) => entry(L, point)));
  if (there.length > NEAREST) all.append(more.replace("{0}", there.length - NEAREST));
  return all;
}

async function draw(element, { world, labels }, points) {
  const L = window.L;
  const map = L.map(element, {
    preferCanvas: true, minZoom: 1, maxZoom: REGION, maxBounds: [[-90, -220], [90, 220]], zoomSnap: 0.5, attributionControl: false, zoomControl: false, scrollWheelZoom: false,
  });
  speak(L, map, element);
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth, GeoNames").addTo(map);
  const canvas = L.canvas({ padding: 0.3 });
  const land = L.polygon(world.land.map((ring) => [unpack(ring, world.scale)]), { renderer: canvas, interactive: false, weight: 0.8, fillOpacity: 1 });
  await turn();
  const borders = L.polyline(world.borders.map((line) => unpack(line, world.scale)), { renderer: canvas, interactive: false, weight: 0.8 });
  await turn();
  const marks = places(points).map((there) =>
    L.circleMarker([there[0].lat, there[0].lon], { renderer: canvas, radius: Math.min(5 + Math.log2(there.length), 9), weight: 1.5, fillOpacity: 0.7 })
      .bindPopup(() => popup(L, there, element.dataset.more)));
  const names = new (labelLayer(L, labels, () => colours(element)))();
  const paint = () => {
    const colour = colours(element);
    land.setStyle({ color: colour.coast, fillColor: colour.land });
    borders.setStyle({ color: colour.border });
    marks.forEach((mark) => mark.setStyle({ color: colour.point, fillColor: colour.point }));
    if (names.map) names.paint();
  };
  const bounds = L.latLngBounds(points.map((point) => [point.lat, point.lon]));
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.1), { maxZoom: 6, animate: false });
  else map.setView([20, 0], 1);
  paint();
  for (const layer of [land, borders, L.layerGroup(marks), names]) {
    await turn();
    layer.addTo(map);
  }
  wheelWhenActive(map, element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  element.dataset.drawn = String(marks.length);
}

async function make(element) {
  try {
    const points = fetch(element.dataset.source, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.json() : []));
    const parts = await load();
    await turn();
    await draw(element, parts, await points);
  } catch {
    element.hidden = true; // the list of places remains
  }
}

export function enhance(root) {
  for (const element of root.querySelectorAll("[data-map]:not([data-ready])")) {
    element.dataset.ready = "";
    const near = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      near.disconnect();
      idle().then(() => make(element));
    });
    near.observe(element);
  }
}
