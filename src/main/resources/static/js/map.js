// <div class="map" data-map data-points='[{"lat": …, "lon": …, "name": …, "url": …, "detail": …}]'> becomes a map: Leaflet, with outlines from
// our own server, all drawn on one canvas so that thousands of points stay smooth.
const NEAREST = 8;
const dark = matchMedia("(prefers-color-scheme: dark)");
let library = null;

function load() {
  library ??= Promise.all([
    import("../leaflet/leaflet.js"),
    fetch(new URL("../map/world.json", import.meta.url)).then((answer) => answer.json()),
    new Promise((resolve, reject) => {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = new URL("../leaflet/leaflet.css", import.meta.url);
      style.onload = resolve;
      style.onerror = reject;
      document.head.append(style);
    }),
  ]).then(([, world]) => world);
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
  return { land: of("--map-land"), coast: of("--map-coast"), border: of("--map-border"), point: of("--map-point") };
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

function draw(element, world) {
  const L = window.L;
  const points = JSON.parse(element.dataset.points || "[]");
  const map = L.map(element, { preferCanvas: true, minZoom: 1, maxZoom: 13, maxBounds: [[-90, -220], [90, 220]], zoomSnap: 0.5, attributionControl: false });
  L.control.attribution({ prefix: false }).addAttribution("Natural Earth").addTo(map);
  const canvas = L.canvas({ padding: 0.3 });
  const land = L.polygon(world.land.map((ring) => [unpack(ring, world.scale)]), { renderer: canvas, interactive: false, weight: 0.8, fillOpacity: 1 });
  const borders = L.polyline(world.borders.map((line) => unpack(line, world.scale)), { renderer: canvas, interactive: false, weight: 0.8 });
  const marks = places(points).map((there) =>
    L.circleMarker([there[0].lat, there[0].lon], { renderer: canvas, radius: Math.min(5 + Math.log2(there.length), 9), weight: 1.5, fillOpacity: 0.7 })
      .bindPopup(() => {
        const all = document.createElement("div");
        all.append(...there.slice(0, NEAREST).map((point) => entry(L, point)));
        if (there.length > NEAREST) all.append(`and ${there.length - NEAREST} more`);
        return all;
      }));
  const paint = () => {
    const colour = colours(element);
    land.setStyle({ color: colour.coast, fillColor: colour.land });
    borders.setStyle({ color: colour.border });
    marks.forEach((mark) => mark.setStyle({ color: colour.point, fillColor: colour.point }));
  };
  const bounds = L.latLngBounds(points.map((point) => [point.lat, point.lon]));
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.1), { maxZoom: 6, animate: false });
  else map.setView([20, 0], 1);
  paint();
  L.layerGroup([land, borders, ...marks]).addTo(map);
  dark.addEventListener("change", paint);
  element.dataset.drawn = String(marks.length);
}

export function enhance(root) {
  for (const element of root.querySelectorAll("[data-map]:not([data-ready])")) {
    element.dataset.ready = "";
    // The page is there without it; where something cannot be loaded, the list of places remains.
    load().then((world) => draw(element, world), () => { element.hidden = true; });
  }
}
