/**
 * How well notes fit each key.
 *
 * @module
 */
import { isDrumChannel, type Note } from '../../midi/song.ts';

/**
 * How well each pitch class fits a key, by its distance from the tonic in semitones: ratings of listeners.
 *
 * Source: C. L. Krumhansl and E. J. Kessler, "Tracing the dynamic changes in perceived tonal organization in a spatial
 * representation of musical keys", Psychological Review 89 (1982).
 */
const MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const MINOR = [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

/** The key that fits best, and how much better or worse the other mode fits. */
export interface KeyFit {
  /** Tonic of the best key, 0 (C) to 11. */
  readonly tonic: number;
  /** Whether the best key is minor. */
  readonly minor: boolean;
  /** Correlation with the best major key less that with the best minor key, −1 to 1: above 0 for major. */
  readonly mode: number;
}

/** shape [12]: how long each pitch class sounds, in ticks. A note of length 0 counts as 1 tick; percussion has no pitch. */
export function pitchClassLengths(notes: readonly Note[]): Float64Array {
  const lengths = new Float64Array(12);
  for (const { pitch, length, channel } of notes) {
    if (!isDrumChannel(channel)) lengths[pitch % 12]! += Math.max(1, length);
  }
  return lengths;
}

/**
 * Finds the key by correlation with the profiles of all 24. Ties go to major, then to the lowest tonic.
 *
 * @param lengths - shape [12]: how long each pitch class sounds, in any unit
 * @returns mode 0 and C major if all sound equally long
 */
export function keyFit(lengths: Float64Array): KeyFit {
  const major = bestTonic(lengths, MAJOR);
  const minor = bestTonic(lengths, MINOR);
  const isMinor = minor.fit > major.fit;
  return { tonic: (isMinor ? minor : major).tonic, minor: isMinor, mode: major.fit - minor.fit };
}

function bestTonic(lengths: Float64Array, profile: readonly number[]): { tonic: number; fit: number } {
  let best = { tonic: 0, fit: -Infinity };
  for (let tonic = 0; tonic < 12; tonic++) {
    const fit = correlation(lengths, profile, tonic);
    if (fit > best.fit) best = { tonic, fit };
  }
  return best;
}

/** Pearson's correlation of lengths with a profile that begins at `tonic`; 0 if all lengths are equal. */
function correlation(lengths: Float64Array, profile: readonly number[], tonic: number): number {
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / 12;
  const meanRating = profile.reduce((sum, rating) => sum + rating, 0) / 12;
  let product = 0;
  let squares = 0;
  let ratings = 0;
  for (let degree = 0; degree < 12; degree++) {
    const length = (lengths[(tonic + degree) % 12] ?? 0) - meanLength;
    const rating = (profile[degree] ?? 0) - meanRating;
    product += length * rating;
    squares += length * length;
    ratings += rating * rating;
  }
  return squares === 0 ? 0 : product / Math.sqrt(squares * ratings);
}
