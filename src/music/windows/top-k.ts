/**
 * The likeliest cells of a window whose inputs are known.
 *
 * @module
 */
import { sigmoid } from '../../math/functions/sigmoid.ts';

/**
 * Lists as many cells as a sample would have on average, N = round(Σ p), but those of the highest p: the held cells first,
 * then the struck ones among them, since a note that is struck but not held is none. Allocates nothing that lasts.
 *
 * @param active - shape [≥ visible], overwritten: the units that are on, ascending
 * @param input - shape [≥ visible], in nats: a step's `pitches` held cells, then its struck ones, and so on
 * @param visible - how many units there are
 * @param inverse - 1 / temperature
 * @returns how many are on
 */
export function chooseTopK(
  active: Uint32Array,
  input: Float64Array,
  visible: number,
  pitches: number,
  inverse: number,
): number {
  let held = 0;
  let heldSum = 0;
  let struckSum = 0;
  for (let unit = 0; unit < visible; unit++) {
    const p = sigmoid(inverse * (input[unit] ?? 0));
    if (unit % (2 * pitches) < pitches) {
      active[held++] = unit;
      heldSum += p;
    } else {
      struckSum += p;
    }
  }
  const kept = keepLargest(active, 0, held, Math.round(heldSum), input);
  for (let k = 0; k < kept; k++) active[kept + k] = (active[k] ?? 0) + pitches;
  const count = kept + keepLargest(active, kept, kept, Math.round(struckSum), input);
  active.subarray(0, count).sort();
  return count;
}

/**
 * Of the units listed at `from`, brings the `most` of largest input to the front; of equal ones the lower. No two units are
 * equal then, so the order is settled on every engine.
 *
 * @returns how many are kept
 */
export function keepLargest(list: Uint32Array, from: number, count: number, most: number, input: Float64Array): number {
  list.subarray(from, from + count).sort((a, b) => (input[b] ?? 0) - (input[a] ?? 0) || a - b);
  return Math.min(most, count);
}
