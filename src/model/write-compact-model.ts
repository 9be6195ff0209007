/**
 * A model to a file a tenth of the size: weights of four bits.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { fromHalf, halfBits, MOST_HALF } from '../math/bits/half.ts';
import { sigmoid } from '../math/functions/sigmoid.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { type TypedTensor, writeTensors } from '../safetensors/write-tensors.ts';
import { checkModel } from './check-model.ts';
import type { Model } from './model.ts';
import { writeMetadata } from './model-metadata.ts';
import { UNITS_PER_ROW } from './read-model.ts';
import { chainTensor } from './write-model.ts';

/** Of a training's chains the first so many are kept; each takes a byte for eight visible units. */
const KEPT_CHAINS = 16;

/** Weights are whole numbers from −7 to 7 of their row's unit. */
const MOST = 7;

/**
 * A unit that, with all its positive weights on, still fires less often than this keeps no weights, only its bias. Its own
 * probability changes by less than this, and it is on too seldom for its weights to matter to the hidden units.
 */
const SELDOM = 1 / 1024;

/**
 * The bytes of a safetensors file in the compact form of `model/read-model`: each visible unit's weights rounded to
 * fifteenths, from −7 to 7, of its largest; biases and scales in half precision; units that hardly ever fire without weights.
 *
 * It takes rows·⌈hidden / 2⌉ + 4·visible + 2·hidden bytes, about 1,200 for the header and 5,000 for sixteen chains: the default
 * model 61 kB, one of 200 hidden units and as many rows 151 kB. How much it changes the model: `model/compact-loss`.
 *
 * @throws {HarmoniumError} as `writeModel`; `model-weights` for biases above 65,504 or weights above 458,528, and if fewer
 * than one in sixteen units have weights to keep
 */
export function writeCompactModel(model: Model): Uint8Array {
  checkModel(model);
  const { rbm, chains } = model;
  const { visible, hidden } = rbm;
  const scale = Float32Array.from({ length: visible }, (_, i) => scaleOf(rbm, i));
  const rows = scale.reduce((count, nats) => (nats === 0 ? count : count + 1), 0);
  if (rows * UNITS_PER_ROW < visible) {
    throw new HarmoniumError('model-weights', 'too few weights for a compact file', {
      expected: `weights of at least one in ${UNITS_PER_ROW} visible units`,
      got: `of ${rows} in ${visible}`,
    });
  }
  const width = (hidden + 1) >> 1;
  // A spare half byte at a row's end holds 8, which is a weight of 0.
  const q = new Uint8Array(rows * width).fill(0x88);
  let row = 0;
  for (const [i, nats] of scale.entries()) {
    if (nats === 0) continue;
    for (let j = 0; j < hidden; j++) {
      const whole = Math.round((rbm.w[i * hidden + j] ?? 0) / nats);
      const n = 8 + Math.max(-MOST, Math.min(MOST, whole));
      const at = row + (j >> 1);
      q[at] = j % 2 === 0 ? ((q[at] ?? 0) & 0xf0) | n : ((q[at] ?? 0) & 0x0f) | (n << 4);
    }
    row += width;
  }
  return writeTensors(
    [
      halfTensor('bh', rbm.bh),
      halfTensor('bv', rbm.bv),
      halfTensor('scale', scale),
      ...(chains === undefined ? [] : [chainTensor({ ...chains, starts: chains.starts.subarray(0, KEPT_CHAINS) })]),
      { name: 'q', dtype: 'U8', shape: [rows, width], data: q },
    ],
    writeMetadata(model),
  );
}

/** Numbers as a tensor of half precision. */
function halfTensor(name: string, numbers: Float32Array): TypedTensor {
  for (const number of numbers) {
    if (Math.abs(number) <= MOST_HALF) continue;
    const expected = `numbers of at most ${MOST_HALF}`;
    throw new HarmoniumError('model-weights', `tensor ${name}`, { expected, got: String(number) });
  }
  return { name, dtype: 'F16', shape: [numbers.length], data: Uint16Array.from(numbers, halfBits) };
}

/** What one step of unit `i`'s weights is worth, in nats: a number of half precision; 0 if the unit keeps no weights. */
function scaleOf({ hidden, w, bv }: Rbm, i: number): number {
  let largest = 0;
  let most = bv[i] ?? 0;
  for (const weight of w.subarray(i * hidden, (i + 1) * hidden)) {
    largest = Math.max(largest, Math.abs(weight));
    most += Math.max(0, weight);
  }
  if (sigmoid(most) < SELDOM) return 0;
  const exact = largest / MOST;
  // What is too large or no number is refused where it is written.
  return exact <= MOST_HALF ? fromHalf(halfBits(exact)) : exact;
}
