/**
 * How many Gibbs steps a model's windows need.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { activeBits } from '../math/bits/active-bits.ts';
import { seedState } from '../math/random/seed-state.ts';
import type { Model } from '../model/model.ts';
import { autocorrelationTime, energyTraces, settledAfter } from '../rbm/diagnostics/mixing.ts';
import { createClamp } from '../rbm/sampling/clamp.ts';
import { createSampler } from '../rbm/sampling/sampler.ts';
import { cutWindows } from '../roll/cut-windows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { bitsPerStep } from '../roll/roll-shape.ts';
import { advanceOf } from './inpaint/draw-windows.ts';

/** What parallel chains tell of a model's windows, each the median over the windows measured. */
export interface WindowMixing {
  /** Steps after which a chain from noise has forgotten its start; Infinity if that takes most of the steps run. */
  readonly settledAfter: number;
  /** Steps from one independent sample to the next, once settled. */
  readonly autocorrelationTime: number;
}

/**
 * Runs parallel chains in windows of given music whose first part is held, as when a piece goes on, and tells how soon they
 * forget their start.
 *
 * @param rolls - music of the model's grid and pitches, in the key the model plays in
 * @param windows - how many windows to measure, evenly spaced, 1–1,000
 * @param chains - in each, 2–10,000
 * @param steps - of each chain, 8–1,000,000
 * @throws {HarmoniumError} `option-range`, `roll-mixed`, `length`
 */
export function windowMixing(
  model: Model,
  rolls: readonly PianoRoll[],
  windows: number,
  chains: number,
  steps: number,
): WindowMixing {
  checkInteger('windows', windows, 1, 1000);
  const sampler = createSampler(model.rbm);
  const rows = cutWindows(rolls, { steps: model.steps, stride: advanceOf(model) });
  const held = (model.steps - advanceOf(model)) * bitsPerStep(model.pitches);
  const isHeld = new Uint8Array(model.rbm.visible).fill(1, 0, held);
  const active = new Uint32Array(model.rbm.visible);
  const count = Math.min(windows, rows.starts.length);
  const measured = Array.from({ length: count }, (_, n) => {
    const on = active.subarray(0, activeBits(active, rows, Math.floor((n * rows.starts.length) / count)));
    const clamp = createClamp(
      isHeld,
      on.filter((unit) => unit < held),
    );
    return energyTraces(sampler, clamp, seedState(`window ${n}`), chains, steps);
  });
  return {
    settledAfter: median(measured.map(settledAfter)),
    autocorrelationTime: median(measured.map(autocorrelationTime)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}
