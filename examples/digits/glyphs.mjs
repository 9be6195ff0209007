// Handwriting of our own: digits of 8×8 cells, drawn as strokes that are shifted, slanted, scaled and of varying width.
// A cell's value is how much of it is ink, 0–1. The same seed gives the same digits on every engine.
import alea from 'seedrandom/lib/alea.js';

export const SIDE = 8;

/** The strokes of each digit: corners x, y in a box of 4 × 6, y downwards. */
const STROKES = [
  [[1, 0, 3, 0, 4, 1.5, 4, 4.5, 3, 6, 1, 6, 0, 4.5, 0, 1.5, 1, 0]],
  [[0.8, 1.4, 2.2, 0, 2.2, 6]],
  [[0, 1.4, 0.8, 0.2, 2.4, 0, 3.7, 0.8, 3.7, 2, 0, 6, 4, 6]],
  [[0.2, 0.5, 2, 0, 3.6, 0.8, 3.4, 2.2, 1.6, 2.9, 3.6, 3.6, 3.8, 5, 2.2, 6, 0.1, 5.5]],
  [[2.9, 6, 2.9, 0, 0, 4.2, 4, 4.2]],
  [[3.8, 0, 0.6, 0, 0.4, 2.6, 2.4, 2.3, 3.8, 3.2, 3.8, 4.8, 2.4, 6, 0.2, 5.6]],
  [[3.4, 0.1, 1.5, 0.8, 0.3, 3, 0.3, 5, 1.6, 6, 3.2, 5.6, 3.7, 4.3, 2.8, 3.1, 0.5, 3.7]],
  [[0, 0, 4, 0, 1.4, 6]],
  [[2, 2.8, 0.5, 1.8, 0.8, 0.4, 2, 0, 3.3, 0.4, 3.5, 1.8, 2, 2.8, 0.2, 4, 0.5, 5.6, 2, 6, 3.6, 5.6, 3.8, 4, 2, 2.8]],
  [[3.6, 2.4, 1.4, 3, 0.3, 2, 0.5, 0.6, 2, 0, 3.4, 0.6, 3.7, 2.2, 3.3, 4.4, 2, 6]],
];

/**
 * Draws digits: number n of a seed shows `n % 10`.
 *
 * @param {number} count
 * @param {string | number} seed
 * @returns {{ cells: Float32Array, labels: Uint8Array }} cells: shape [count, 64], row-major
 */
export function drawDigits(count, seed) {
  const cells = new Float32Array(count * SIDE * SIDE);
  const labels = Uint8Array.from({ length: count }, (_, n) => n % 10);
  for (let n = 0; n < count; n++) {
    const random = alea(`${seed}, digit ${n}`);
    const between = (low, high) => low + (high - low) * random();
    const pen = {
      x: 4 + between(-0.7, 0.7),
      y: 4 + between(-0.5, 0.5),
      width: between(0.75, 1.15),
      height: between(0.85, 1.1),
      slant: between(-0.1, 0.35),
      radius: between(0.45, 0.8),
    };
    // Each corner is a little off, as a hand is.
    const strokes = STROKES[n % 10].map((corners) => corners.map((at) => at + between(-0.25, 0.25)));
    drawDigit(cells.subarray(n * SIDE * SIDE, (n + 1) * SIDE * SIDE), strokes, pen);
  }
  return { cells, labels };
}

function drawDigit(cells, strokes, { x, y, width, height, slant, radius }) {
  const lines = strokes.flatMap((corners) => {
    const points = [];
    for (let k = 0; k < corners.length; k += 2) {
      const down = (corners[k + 1] - 3) * height;
      points.push([x + (corners[k] - 2) * width - slant * down, y + down]);
    }
    return points.slice(1).map((to, k) => [points[k], to]);
  });
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      let nearest = SIDE;
      for (const [from, to] of lines) nearest = Math.min(nearest, distance(column + 0.5, row + 0.5, from, to));
      // The edge of a stroke is one cell wide.
      cells[row * SIDE + column] = Math.min(1, Math.max(0, radius + 0.5 - nearest));
    }
  }
}

/** From a point to the line between two others. */
function distance(x, y, [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  const [ox, oy] = [x - x0 - along * dx, y - y0 - along * dy];
  return Math.sqrt(ox * ox + oy * oy);
}
