/**
 * The likeliest cells of a window whose inputs are known.
 *
 * @module
 */
import { sigmoid } from '../math/sigmoid.ts';

/**
 * Lists as many cells as a sample would have on average, N = round(Σ p), but those of the highest p: the held cells first,
 * then the struck ones among them, since a note that is struck but not held is none. Allocates nothing that lasts.
 *
 * @param active - shape [≥ visible], overwritten: the units that are on, ascending
 * @param input - shape [≥ visible], in nats: a step's `pitches` held cells, then its struck ones, and so on
 * @param room - shape [visible], overwritten
 * @param inverse - 1 / temperature
 * @returns how many are on
 */
export function chooseLikeliest(
  active: Uint32Array,
  input: Float64Array,
  room: Float64Array,
  pitches: number,
  inverse: number,
): number {
  let held = 0;
  let heldSum = 0;
  let struckSum = 0;
  for (let unit = 0; unit < room.length; unit++) {
    const p = sigmoid(inverse * (input[unit] ?? 0));
    if (unit % (2 * pitches) < pitches) {
      active[held++] = unit;
      heldSum += p;
    } else {
      struckSum += p;
    }
  }
  const kept = keepLargest(active, 0, held, Math.round(heldSum), input, room);
  for (let k = 0; k < kept; k++) active[kept + k] = (active[k] ?? 0) + pitches;
  const count = kept + keepLargest(active, kept, kept, Math.round(struckSum), input, room);
  active.subarray(0, count).sort();
  return count;
}

/**
 * Of the units listed at `from`, ascending, keeps the `most` of largest input, in place; of equal ones the lower. So the
 * order is settled on every engine.
 *
 * @returns how many are kept
 */
export function keepLargest(
  list: Uint32Array,
  from: number,
  count: number,
  most: number,
  input: Float64Array,
  room: Float64Array,
): number {
  if (most >= count) return count;
  for (let k = 0; k < count; k++) room[k] = input[list[from + k] ?? 0] ?? 0;
  // The smallest input that is kept; of those that equal it, only as many as there is place for.
  const least = room.subarray(0, count).sort()[count - most] ?? Infinity;
  let equals = most;
  for (let k = count - most; k < count; k++) if ((room[k] ?? 0) > least) equals--;
  let kept = from;
  for (let k = from; k < from + count; k++) {
    const unit = list[k] ?? 0;
    const value = input[unit] ?? 0;
    if (value > least || (value === least && equals-- > 0)) list[kept++] = unit;
  }
  return kept - from;
}
