// Makes src/main/resources/static/map/world.json, the outlines behind all maps, from Natural Earth (public domain) as the npm
// package world-atlas carries it:
//
//     npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//     node tools/basemap.mjs package/countries-50m.json src/main/resources/static/map/world.json
//
// The result: {"scale": units per degree, "land": rings, "borders": lines}; a ring or line is a flat list of longitude and latitude
// in units, the first point as it is and each other as the step from the one before. Coast lines are rings of land; borders are the
// lines between two countries.
import { readFileSync, writeFileSync } from "node:fs";

const SCALE = 50; // 0.02 degrees, about 2 km
const SMALLEST = 6; // points of a ring; smaller islands are left out

const [source, target] = process.argv.slice(2);
const topology = JSON.parse(readFileSync(source, "utf8"));
const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;

const arcs = topology.arcs.map((arc) => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
});

const uses = new Map();
const count = (arc) => uses.set(arc < 0 ? ~arc : arc, (uses.get(arc < 0 ? ~arc : arc) ?? 0) + 1);
const polygons = (geometry) => geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs ?? [];
for (const country of topology.objects.countries.geometries) {
  for (const rings of polygons(country)) rings.flat().forEach(count);
}

const line = (arc) => arc < 0 ? arcs[~arc].toReversed() : arcs[arc];

// A line over the antimeridian goes on beyond 180 degrees, rather than back around the world; Antarctica does go around it.
function unwrapped(points) {
  if (points.some(([, latitude]) => latitude < -84)) return points;
  let shift = 0, last = points[0][0];
  return points.map(([longitude, latitude]) => {
    if (longitude - last > 180) shift -= 360;
    if (longitude - last < -180) shift += 360;
    last = longitude;
    return [longitude + shift, latitude];
  });
}

function steps(crossing) {
  const points = unwrapped(crossing);
  const flat = [];
  let x = 0, y = 0;
  for (const [longitude, latitude] of points) {
    const nx = Math.round(longitude * SCALE), ny = Math.round(latitude * SCALE);
    if (flat.length === 0 || nx !== x || ny !== y) flat.push(nx - x, ny - y);
    x = nx;
    y = ny;
  }
  return flat;
}

const land = [];
for (const polygon of polygons(topology.objects.land.geometries[0])) {
  for (const ring of polygon) {
    const points = steps(ring.flatMap((arc, i) => i === 0 ? line(arc) : line(arc).slice(1)));
    if (points.length >= SMALLEST * 2) land.push(points);
  }
}
const borders = [];
for (const [arc, times] of uses) {
  if (times > 1) {
    const points = steps(arcs[arc]);
    if (points.length >= 4) borders.push(points);
  }
}
writeFileSync(target, JSON.stringify({ scale: SCALE, land, borders }));
console.log(`${land.length} rings, ${borders.length} borders`);
