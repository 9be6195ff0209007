/**
 * The ranges of the options of playing.
 *
 * @module
 */
import { TEMPO_RANGE } from './tempo.ts';

/** The least and the most of each number, for the library and the command line. */
export const PLAYING_RANGES: Readonly<
  Record<'tempo' | 'velocity' | 'program', readonly [least: number, most: number]>
> = {
  tempo: TEMPO_RANGE,
  velocity: [1, 127],
  program: [0, 127],
};
