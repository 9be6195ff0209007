/**
 * A training in memory that several threads see.
 *
 * @module
 */
import type { Trainer } from '../../rbm/training/trainer.ts';
import type { BitMemory } from '../../roll/cut-windows.ts';

/** Shared memory for bits: what is there already need not be copied. */
export const sharedBits: BitMemory = (words) => new Uint32Array(new SharedArrayBuffer(4 * words));

/**
 * The same training with all that a tile of one thread leaves to the others in shared memory: parameters, their packed
 * copies, velocity and phases. A thread that this trainer's learner is sent to gets the same memory there, and scratch of its
 * own. The trainer given must not be used any more.
 */
export function shareTrainer(trainer: Trainer): Trainer {
  const { sampler, velocity, phases } = trainer.learner;
  const { packed } = sampler;
  const rbm = { ...trainer.rbm, w: shared(trainer.rbm.w), bv: shared(trainer.rbm.bv), bh: shared(trainer.rbm.bh) };
  return {
    ...trainer,
    rbm,
    rows: { ...trainer.rows, bits: shared(trainer.rows.bits), starts: shared(trainer.rows.starts) },
    learner: {
      ...trainer.learner,
      sampler: {
        ...sampler,
        rbm,
        packed: {
          ...packed,
          toVisible: shared(packed.toVisible),
          biases: shared(packed.biases),
          toHidden: shared(packed.toHidden),
          sizes: shared(packed.sizes),
        },
      },
      velocity: { w: shared(velocity.w), bv: shared(velocity.bv), bh: shared(velocity.bh) },
      phases: {
        ...phases,
        units: shared(phases.units),
        counts: shared(phases.counts),
        layers: shared(phases.layers),
      },
    },
  };
}

/** The array in shared memory, a copy if it is elsewhere. */
function shared<A extends Float32Array | Float64Array | Uint32Array>(array: A): A {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const Kind = array.constructor as new (memory: SharedArrayBuffer) => A;
  const copy = new Kind(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}
