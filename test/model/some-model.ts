import type { Model } from '../../src/model/model.ts';
import type { TrainingRecord } from '../../src/model/training-record.ts';

function numbers(length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, (_, k) => (k % 2 === 0 ? k : -k) / scale);
}

/** A model of the given size whose numbers are all different and exact in float32. */
export function someModel(steps: number, pitches: number, hidden: number, training: TrainingRecord = {}): Model {
  const visible = steps * 2 * pitches + (training.moodUnits ?? 0);
  return {
    rbm: { visible, hidden, w: numbers(visible * hidden, 64), bv: numbers(visible, 32), bh: numbers(hidden, 16) },
    steps,
    grid: 4,
    pitches: { low: 60, high: 59 + pitches },
    tempo: 97.5,
    training,
  };
}
