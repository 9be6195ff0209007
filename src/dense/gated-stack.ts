/**
 * A stack of gated dilated layers, one sample at a time.
 *
 * @module
 */
import { sigmoidFloat32, tanhFloat32 } from '../math/functions/float32.ts';

const f32 = Math.fround;

/** The most channels: sums are of one block, see `dense/products`. */
export const MOST_CHANNELS = 64;

const filter = new Float64Array(MOST_CHANNELS);
const gate = new Float64Array(MOST_CHANNELS);

/**
 * One step of WaveNet's layers. Of each layer, with `past` what its `now` was `dilation` steps ago:
 *
 *     gated = tanh(cf + past · Wfp + now · Wfn) ⊙ σ(cg + past · Wgp + now · Wgn)
 *     skip += gated · Ws,  now += gated · Wr
 *
 * Each product is a block of its own, as `addProduct` adds it. The last layer leaves `now` alone.
 *
 * @param now - shape [channels]: the first layer's inputs, overwritten
 * @param skip - shape [channels]
 * @param queues - for each layer shape [dilation, channels]: its last inputs
 * @param places - shape [layers]: the row of each queue that is the oldest; moved on
 * @param dilations - shape [layers]
 * @param condition - for each layer shape [2, channels]: cf and cg
 * @param weights - for each layer shape [6, channels, channels]: Wfp, Wfn, Wgp, Wgn, Ws, Wr; the last Wr is missing
 * @param gated - shape [channels]: workspace
 * @param channels - a multiple of 4, at most 64
 */
export function stepGatedStack(
  now: Float32Array,
  skip: Float32Array,
  queues: Float32Array,
  places: Uint32Array,
  dilations: Uint32Array,
  condition: Float32Array,
  weights: Float32Array,
  gated: Float32Array,
  channels: number,
  layers: number,
): void {
  const square = Math.imul(channels, channels);
  let queue = 0;
  for (let layer = 0; layer < layers; layer++) {
    const dilation = dilations[layer];
    const past = queue + Math.imul(places[layer], channels);
    const first = Math.imul(6 * layer, square);
    const c = Math.imul(2 * layer, channels);
    addGates(queues, past, weights, first, channels, condition, c);
    addGates(now, 0, weights, first + square, channels, condition, -1);
    for (let o = 0; o < channels; o++) {
      gated[o] = f32(tanhFloat32(filter[o]) * sigmoidFloat32(gate[o]));
      queues[past + o] = now[o];
    }
    places[layer] = places[layer] + 1 === dilation ? 0 : places[layer] + 1;
    leave(skip, gated, weights, first + 4 * square, channels);
    if (layer + 1 < layers) leave(now, gated, weights, first + 5 * square, channels);
    queue += Math.imul(dilation, channels);
  }
}

/** Adds a product to `filter` and one to `gate`, which stands 2 · channels² behind; with a condition, to that. */
function addGates(
  x: Float32Array,
  at: number,
  w: Float32Array,
  first: number,
  channels: number,
  condition: Float32Array,
  c: number,
): void {
  const apart = Math.imul(2 * channels, channels);
  for (let o = 0; o < channels; o += 4) {
    let f0 = 0;
    let f1 = 0;
    let f2 = 0;
    let f3 = 0;
    let g0 = 0;
    let g1 = 0;
    let g2 = 0;
    let g3 = 0;
    for (let i = 0, k = (first + o) | 0; i < channels; i++, k = (k + channels) | 0) {
      const v = x[(at + i) | 0];
      const u = (k + apart) | 0;
      f0 = f32(f0 + f32(v * w[k]));
      f1 = f32(f1 + f32(v * w[(k + 1) | 0]));
      f2 = f32(f2 + f32(v * w[(k + 2) | 0]));
      f3 = f32(f3 + f32(v * w[(k + 3) | 0]));
      g0 = f32(g0 + f32(v * w[u]));
      g1 = f32(g1 + f32(v * w[(u + 1) | 0]));
      g2 = f32(g2 + f32(v * w[(u + 2) | 0]));
      g3 = f32(g3 + f32(v * w[(u + 3) | 0]));
    }
    const isFirst = c >= 0;
    const d = (c + channels) | 0;
    filter[o] = f32((isFirst ? condition[c + o] : filter[o]) + f0);
    filter[o + 1] = f32((isFirst ? condition[c + o + 1] : filter[o + 1]) + f1);
    filter[o + 2] = f32((isFirst ? condition[c + o + 2] : filter[o + 2]) + f2);
    filter[o + 3] = f32((isFirst ? condition[c + o + 3] : filter[o + 3]) + f3);
    gate[o] = f32((isFirst ? condition[d + o] : gate[o]) + g0);
    gate[o + 1] = f32((isFirst ? condition[d + o + 1] : gate[o + 1]) + g1);
    gate[o + 2] = f32((isFirst ? condition[d + o + 2] : gate[o + 2]) + g2);
    gate[o + 3] = f32((isFirst ? condition[d + o + 3] : gate[o + 3]) + g3);
  }
}

/** `out[o] += Σ_i x[i] · w[i][o]` */
function leave(out: Float32Array, x: Float32Array, w: Float32Array, first: number, channels: number): void {
  for (let o = 0; o < channels; o += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0, k = (first + o) | 0; i < channels; i++, k = (k + channels) | 0) {
      const v = x[i];
      s0 = f32(s0 + f32(v * w[k]));
      s1 = f32(s1 + f32(v * w[(k + 1) | 0]));
      s2 = f32(s2 + f32(v * w[(k + 2) | 0]));
      s3 = f32(s3 + f32(v * w[(k + 3) | 0]));
    }
    out[o] += s0;
    out[o + 1] += s1;
    out[o + 2] += s2;
    out[o + 3] += s3;
  }
}
