/**
 * Which key music is in at one place, as its notes and its key signature tell.
 *
 * @module
 */
import { isDrumChannel, type KeySignature, type Note, type Song } from '../../midi/song.ts';
import { MAJOR_SCALE } from './key.ts';

/** Scales that hold nearly as many of the notes as the best one does, up to this share of all: the notes do not decide. */
const AMBIGUOUS = 0.04;

/**
 * The major scale in force at a tick, as its tonic, 0 (C) to 11; for a minor key that of its relative major.
 *
 * The notes around the tick decide, each as long as it sounds. Where several scales suit them about as well, the key signature
 * in force decides; where that is none of them, or missing, the notes of the whole song do, then the lowest.
 *
 * @param around - the notes that tell of the place
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

/** The tonic of a signature's major scale: each sharp is a fifth up. */
function tonicOf({ sharps }: KeySignature): number {
  return (7 * sharps + 84) % 12;
}

/** The last signature up to a tick; before all of them the first. */
function signatureAt(signatures: readonly KeySignature[], tick: number): KeySignature | undefined {
  let found = signatures[0];
  for (const signature of signatures) if (signature.tick <= tick) found = signature;
  return found;
}

/** shape [12]: how long notes of each major scale sound, in ticks. */
function scaleScores(notes: readonly Note[]): Float64Array {
  const classes = new Float64Array(12);
  for (const note of notes) classes[note.pitch % 12]! += weightOf(note);
  const scores = new Float64Array(12);
  for (let tonic = 0; tonic < 12; tonic++) {
    for (const degree of MAJOR_SCALE) scores[tonic]! += classes[(tonic + degree) % 12] ?? 0;
  }
  return scores;
}

/** A note of no length is heard all the same; drums have no pitch. */
function weightOf({ channel, length }: Note): number {
  return isDrumChannel(channel) ? 0 : Math.max(1, length);
}
