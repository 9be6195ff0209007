/**
 * The typical tempo of songs.
 *
 * @module
 */
import { TEMPO_RANGE } from '../../midi/tempo.ts';

/**
 * The median of the tempos in `TEMPO_RANGE`, the lower one of an even count, rounded to three decimals: MIDI's whole
 * microseconds turn 76 into 75.99996960001216. Undefined if there is none.
 */
export function medianTempo(tempos: readonly number[]): number | undefined {
  const [slowest, fastest] = TEMPO_RANGE;
  const usable = tempos.filter((tempo) => tempo >= slowest && tempo <= fastest).sort((a, b) => a - b);
  const middle = usable[(usable.length - 1) >> 1];
  return middle === undefined ? undefined : Math.round(middle * 1000) / 1000;
}
