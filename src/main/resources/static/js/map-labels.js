// The names of cities and waters on a map, in one canvas above its outlines: larger ones first, and none over another.
const MARGIN = 4;

function placed(taken, box) {
  if (taken.some((other) => box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h)) return false;
  taken.push(box);
  return true;
}

export function labelLayer(L, labels, colour) {
  const german = document.documentElement.lang.startsWith("de");
  const waters = labels.waters.map(([english, other, lon, lat, level]) => ({ name: german ? other : english, lon, lat, level, water: true }));
  const cities = labels.cities.map(([name, lon, lat, level]) => ({ name, lon, lat, level }));
  const all = [...waters, ...cities].map((label) => ({ ...label, at: L.latLng(label.lat / labels.scale, label.lon / labels.scale) }));

  return L.Layer.extend({
    onAdd(map) {
      this.map = map;
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
      map.getPanes().overlayPane.append(this.canvas);
      map.on("moveend zoomend resize", this.paint, this);
      this.paint();
    },

    onRemove(map) {
      this.canvas.remove();
      map.off("moveend zoomend resize", this.paint, this);
    },

    paint() {
      const size = this.map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const zoom = this.map.getZoom();
      const view = this.map.getBounds();
      L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
      this.canvas.width = size.x * ratio;
      this.canvas.height = size.y * ratio;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
      const pen = this.canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.textBaseline = "middle";
      const shades = colour();
      const taken = [];
      let drawn = 0;
      for (const label of all) {
        if (label.level > zoom + 0.01 || !view.contains(label.at)) continue;
        const point = this.map.latLngToContainerPoint(label.at);
        pen.font = label.water ? "italic 12px system-ui, sans-serif" : "11px system-ui, sans-serif";
        const width = pen.measureText(label.name).width;
        const left = label.water ? point.x - width / 2 : point.x + 6;
        if (!placed(taken, { x: left - MARGIN, y: point.y - 8, w: width + 2 * MARGIN, h: 16 })) continue;
        if (!label.water) {
          pen.fillStyle = shades.city;
          pen.beginPath();
          pen.arc(point.x, point.y, 2, 0, 2 * Math.PI);
          pen.fill();
        }
        pen.lineWidth = 3;
        pen.strokeStyle = label.water ? shades.sea : shades.land;
        pen.strokeText(label.name, left, point.y);
        pen.fillStyle = label.water ? shades.water : shades.city;
        pen.fillText(label.name, left, point.y);
        drawn++;
      }
      this.canvas.dataset.labels = String(drawn);
    },
  });
}
