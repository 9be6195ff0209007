/**
 * A training between two batches, to be resumed later.
 *
 * As a file it is safetensors, so Python can look into it. Tensors: the trainer's arrays under their names, each of one
 * dimension, F32, F64 or U32; and `history`, F64 [epochs done, 2 or 3]: reconstruction error, free energy of training rows, and
 * of held-out rows if there are any. Strings:
 *
 * | key | text |
 * |---|---|
 * | `format` | `harmonium checkpoint` |
 * | `version` | `1`: of this table |
 * | `digest` | as in a model, see `digest.ts`; never missing |
 * | `writer` | the program that wrote it, with its version |
 * | `rows` | checksum of the training and held-out rows, eight hexadecimal digits |
 * | `memory.…` | whole numbers below 2⁵³: the trainer's |
 * | `option.…` | the options of the training, as texts |
 *
 * @module
 */
import type { EpochRecord } from '../../rbm/training/trainer.ts';
import type { TrainerState } from '../../rbm/training/trainer-state.ts';

/** A training between two batches. */
export interface Checkpoint {
  readonly memory: TrainerState;
  /** The records of the finished epochs, in order. */
  readonly history: readonly EpochRecord[];
  /** Checksum of the training and held-out rows, 0 to 2³² − 1: another training must not resume from here. */
  readonly rows: number;
  /** The training's options as texts. */
  readonly options: Readonly<Record<string, string>>;
  /** The program that wrote it, with its version: `harmonium 0.1.0`. */
  readonly writer: string;
}

/** Version of the form; a reader refuses what is newer. */
export const CHECKPOINT_VERSION: number = 1;
export const CHECKPOINT_FORMAT: string = 'harmonium checkpoint';
export const HISTORY: string = 'history';
