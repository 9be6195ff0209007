/**
 * The local key: of a passage, from its notes and the key signature in effect.
 *
 * @module
 */
import { isDrumChannel, type KeySignature, type Note, type Song } from '../../midi/song.ts';
import { MAJOR_SCALE } from './key.ts';

/** Scales within this share of the notes of the best scale count as equally good. */
const AMBIGUOUS = 0.04;

/**
 * The tonic, 0 (C) to 11, of the major scale at a tick; for a minor key that of its relative major.
 *
 * Scales are scored by the total length of their notes around the tick. If the key signature in effect is about as good as the
 * best scale, it decides; else ties go to the scale that fits the whole song best, then to the lowest.
 *
 * @param around - notes around the tick
 */
export function localKey(song: Song, around: readonly Note[], tick: number): number {
  const scores = scaleScores(around);
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const total = around.reduce((sum, note) => sum + weightOf(note), 0);
  const signature = signatureAt(song.keySignatures ?? [], tick);
  if (signature !== undefined) {
    const tonic = tonicOf(signature);
    if ((scores[tonic] ?? 0) >= best - AMBIGUOUS * total) return tonic;
  }
  const overall = scaleScores(song.notes);
  let found = -1;
  for (const [tonic, score] of scores.entries()) {
    if (score < best) continue;
    if (found < 0 || (overall[tonic] ?? 0) > (overall[found] ?? 0)) found = tonic;
  }
  return found;
}

/** The tonic of a signature's major scale: a fifth up for each sharp. */
function tonicOf({ sharps }: KeySignature): number {
  return (7 * sharps + 84) % 12;
}

/** The last signature up to a tick, or the first if all are later. */
function signatureAt(signatures: readonly KeySignature[], tick: number): KeySignature | undefined {
  let found = signatures[0];
  for (const signature of signatures) if (signature.tick <= tick) found = signature;
  return found;
}

/** shape [12]: total length in ticks of the notes of each major scale. */
function scaleScores(notes: readonly Note[]): Float64Array {
  const classes = new Float64Array(12);
  for (const note of notes) classes[note.pitch % 12]! += weightOf(note);
  const scores = new Float64Array(12);
  for (let tonic = 0; tonic < 12; tonic++) {
    for (const degree of MAJOR_SCALE) scores[tonic]! += classes[(tonic + degree) % 12] ?? 0;
  }
  return scores;
}

/** A note of length 0 counts as 1; percussion has no pitch. */
function weightOf({ channel, length }: Note): number {
  return isDrumChannel(channel) ? 0 : Math.max(1, length);
}
