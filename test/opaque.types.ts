/**
 * Checked by the compiler alone: what users see of values whose inner state is the library's own.
 *
 * @module
 */
import type { Chain, Trainer, Training } from '../src/index.ts';
import type { Player } from '../src/player/index.ts';

/** True for equal types, otherwise an error of the compiler where it is used. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

export const SEEN: {
  readonly chain: Same<keyof Chain, 'rbm' | 'step' | 'visible' | 'hidden' | 'freeEnergy' | 'run' | 'set'>;
  readonly player: Same<keyof Player, 'model' | 'roll'>;
  readonly playerModel: Same<keyof Player['model'], 'steps' | 'grid' | 'pitches' | 'tempo' | 'training' | 'cells'>;
  readonly trainer: Same<keyof Trainer, 'rbm' | 'rows' | 'heldOut' | 'options' | 'epoch' | 'learnt' | 'done'>;
  readonly training: Same<keyof Training, 'trainer' | 'options' | 'preset' | 'keys' | 'moods'>;
} = { chain: true, player: true, playerModel: true, trainer: true, training: true };
