/**
 * The notes of a recording, by the MIDI file that it plays.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { log } from '../../math/functions/log.ts';
import { isDrumChannel, type Song } from '../../midi/song.ts';
import { songClock } from '../../midi/song-clock.ts';
import { pitchFrequency } from '../../sound/instruments/pitch-frequency.ts';
import type { RecordedNote } from '../training/voice-streams.ts';

/** Steps of the onset curve a second. */
const STEPS = 200;
/** The recording may begin so many seconds before or after the music. */
const MOST_OFFSET = 2;
/** Each onset is then looked for so many seconds around. */
const NEAR = 0.06;
/** A note is kept up to so many seconds after its release, if nothing else begins. */
const TAIL = 0.7;
/** Notes overlap by so little in legato. */
const LEGATO = 0.03;
/** A tone correlates so well with itself one period later. */
const LEAST_CORRELATION = 0.6;
/** Energies below this are silence. */
const SILENCE = 1e-8;

/** The notes of a recording that can be learnt from. */
export interface PairNotes {
  /** In the order of the song. */
  readonly notes: readonly RecordedNote[];
  /** Notes that sound together with others. */
  readonly together: number;
  /** Notes that are not heard at their place, or not at their pitch. */
  readonly missing: number;
  /** Seconds by which the recording is later than the music. */
  readonly offset: number;
}

/**
 * Finds the notes of a song that sound alone in a recording of it. One offset holds for all; then each onset is moved to the steepest
 * rise nearby.
 *
 * @param samples - mono, full scale −1 to 1
 * @throws {HarmoniumError} `voice-pair` if fewer than half of the notes that sound alone are heard at their place and pitch, or none
 * sounds alone
 */
export function pairNotes(song: Song, samples: Float32Array, rate: number): PairNotes {
  const clock = songClock(song);
  const pitched = song.notes
    .filter(({ channel }) => !isDrumChannel(channel))
    .map(({ start, length, pitch, velocity }) => ({
      pitch,
      velocity,
      begin: clock(start),
      end: clock(start + length),
    }));
  const alone = pitched.filter((note, n) => {
    const before = pitched[n - 1];
    const after = pitched[n + 1];
    return (
      (before === undefined || before.end <= note.begin + LEGATO) &&
      (after === undefined || after.begin >= note.end - LEGATO)
    );
  });
  if (alone.length === 0) {
    throw new HarmoniumError('voice-pair', 'no note sounds alone', {
      expected: 'a melody',
      got: `${pitched.length} notes`,
    });
  }
  const rises = onsetCurve(samples, rate);
  const offset = bestOffset(rises, alone);
  const notes: RecordedNote[] = [];
  for (const [n, { pitch, velocity, begin, end }] of alone.entries()) {
    const at = steepest(rises, begin + offset);
    const next = (alone[n + 1]?.begin ?? Infinity) + offset - NEAR;
    const from = Math.max(0, Math.round(at * rate));
    const to = Math.round(Math.min(next, end + offset + TAIL) * rate);
    const part = samples.slice(from, Math.min(to, samples.length));
    const release = Math.min(part.length, Math.max(1, Math.round((end - begin) * rate)));
    if (part.length < rate / 20 || correlation(part, release, rate / pitchFrequency(pitch)) < LEAST_CORRELATION)
      continue;
    notes.push({ pitch, velocity, release, samples: part });
  }
  if (2 * notes.length < alone.length) {
    throw new HarmoniumError('voice-pair', 'the recording does not match the MIDI file', {
      expected: `most of ${alone.length} notes at their place and pitch`,
      got: String(notes.length),
    });
  }
  return { notes, together: pitched.length - alone.length, missing: alone.length - notes.length, offset };
}

/** How much the level rises in each step: the increase of its logarithm. */
function onsetCurve(samples: Float32Array, rate: number): Float64Array {
  const width = rate / STEPS;
  const rises = new Float64Array(Math.floor(samples.length / width));
  let before = log(SILENCE);
  for (let step = 0; step < rises.length; step++) {
    let energy = 0;
    const [from, to] = [Math.floor(step * width), Math.floor((step + 1) * width)];
    for (let n = from; n < to; n++) energy += (samples[n] ?? 0) * (samples[n] ?? 0);
    const level = log(energy / (to - from) + SILENCE);
    rises[step] = Math.max(0, level - before);
    before = level;
  }
  return rises;
}

/** The offset in seconds at which the onsets meet the steepest rises. */
function bestOffset(rises: Float64Array, notes: readonly { readonly begin: number }[]): number {
  let best = 0;
  let most = -1;
  for (let shift = -MOST_OFFSET * STEPS; shift <= MOST_OFFSET * STEPS; shift++) {
    let sum = 0;
    for (const { begin } of notes) {
      const step = Math.round(begin * STEPS) + shift;
      sum += Math.max(rises[step - 1] ?? 0, rises[step] ?? 0, rises[step + 1] ?? 0);
    }
    // Of equal offsets the smallest.
    if (sum > most + 1e-9 || (sum > most - 1e-9 && Math.abs(shift) < Math.abs(best))) [most, best] = [sum, shift];
  }
  return best / STEPS;
}

/** The beginning of the steepest rise near a time, in seconds. */
function steepest(rises: Float64Array, time: number): number {
  const middle = Math.round(time * STEPS);
  const reach = Math.round(NEAR * STEPS);
  let best = middle;
  for (let step = middle - reach; step <= middle + reach; step++)
    if ((rises[step] ?? 0) > (rises[best] ?? 0)) best = step;
  return best / STEPS;
}

/** The correlation of the held part of a note with itself one period later, −1 to 1. */
function correlation(samples: Float32Array, release: number, period: number): number {
  const lag = Math.floor(period);
  const share = period - lag;
  const from = Math.min(Math.floor(release / 4), Math.max(0, samples.length - Math.ceil(4 * period)));
  let [product, own, other] = [0, 1e-12, 1e-12];
  for (let n = from; n < Math.min(release, samples.length - lag - 1); n++) {
    const x = samples[n] ?? 0;
    const y = (1 - share) * (samples[n + lag] ?? 0) + share * (samples[n + lag + 1] ?? 0);
    product += x * y;
    own += x * x;
    other += y * y;
  }
  return product / Math.sqrt(own * other);
}
