// SHA-256 of short texts, again and again; the browser's own is asynchronous and far slower for that.
const K = new Uint32Array(64);
const START = new Uint32Array(8);

function fraction(root) {
  return Math.floor((root - Math.floor(root)) * 4294967296);
}

for (let n = 2, count = 0; count < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) prime &&= n % d !== 0;
  if (!prime) continue;
  if (count < 8) START[count] = fraction(Math.sqrt(n));
  K[count++] = fraction(Math.cbrt(n));
}

const words = new Uint32Array(64);
const rotated = (x, n) => (x >>> n) | (x << (32 - n));

function mix(state, block, from) {
  for (let i = 0; i < 16; i++) {
    const at = from + i * 4;
    words[i] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15], y = words[i - 2];
    words[i] = words[i - 16] + (rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3))
      + words[i - 7] + (rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
}

export function firstWord(text) {
  const length = text.length;
  const block = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  for (let i = 0; i < length; i++) block[i] = text.charCodeAt(i);
  block[length] = 0x80;
  new DataView(block.buffer).setUint32(block.length - 4, length * 8);
  const state = START.slice();
  for (let from = 0; from < block.length; from += 64) mix(state, block, from);
  return state[0];
}

self.onmessage = (event) => {
  const { word, bits } = event.data;
  let number = 0;
  while (Math.clz32(firstWord(`${word}:${number}`)) < bits) number++;
  self.postMessage(String(number));
};
