/**
 * How fast songs go.
 *
 * @module
 */
import { TEMPO_RANGE } from '../../midi/tempo.ts';

/**
 * The middle of the tempos that can be played, of an even count the lower of the two, to three decimals: MIDI's whole
 * microseconds make 75.99996960001216 of 76. Undefined when there is none.
 */
export function medianTempo(tempos: readonly number[]): number | undefined {
  const [slowest, fastest] = TEMPO_RANGE;
  const usable = tempos.filter((tempo) => tempo >= slowest && tempo <= fastest).sort((a, b) => a - b);
  const middle = usable[(usable.length - 1) >> 1];
  return middle === undefined ? undefined : Math.round(middle * 1000) / 1000;
}
