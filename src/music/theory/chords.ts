/**
 * The chords of a piece, bar by bar.
 *
 * @module
 */
import { barStart } from '../../midi/bar-lines.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';

/** Kinds of chords: semitones above the root, and what is written after its name. Of equally good ones, the first. */
const KINDS: readonly (readonly [suffix: string, tones: readonly number[]])[] = [
  ['', [0, 4, 7]],
  ['m', [0, 3, 7]],
  ['dim', [0, 3, 6]],
  ['aug', [0, 4, 8]],
  ['sus4', [0, 5, 7]],
  ['7', [0, 4, 7, 10]],
  ['maj7', [0, 4, 7, 11]],
  ['m7', [0, 3, 7, 10]],
  ['m7b5', [0, 3, 6, 10]],
];

/** What a tone that hardly sounds costs, what a fourth tone costs, and what a root in the bass gains: shares of the sound. */
const MISSING = 0.15;
const FOURTH = 0.08;
const ROOT_IN_BASS = 0.15;
/** A tone with less of the sound hardly sounds. */
const AUDIBLE = 0.04;
/** Two chords in a bar must fit better than one by this much. */
const TWO_CHORDS = 0.12;

const FLATS = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
const SHARPS = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;

/** A key: its tonic, 0 (C) to 11, and its mode. */
export interface Key {
  readonly tonic: number;
  readonly minor: boolean;
}

/** The name of a key as `parseKey` reads it: `C`, `F#`, `Bbm`. */
export function keyName(key: Key): string {
  return `${pitchClassName(key.tonic, key)}${key.minor ? 'm' : ''}`;
}

/** The name of a pitch class, 0–11: with a flat in keys that have flats, else with a sharp. */
function pitchClassName(pitchClass: number, { tonic, minor }: Key): string {
  // Going up in fifths from C, sharps are added up to F sharp; the other keys have flats.
  const fifths = (7 * (tonic + (minor ? 3 : 0))) % 12;
  return (fifths <= 6 ? SHARPS : FLATS)[pitchClass] ?? '';
}

/**
 * The chords of each bar: one, two if the halves of the bar differ clearly, none for a silent bar.
 *
 * A chord is chosen by how much of the sound its tones make up, less what its missing tones and a fourth tone cost, plus a bonus for
 * a root in the bass.
 *
 * @param bars - how many
 * @param key - for the names: `Bb` in F major, `A#` in B major
 */
export function chordsOfBars(song: Song, bars: number, key: Key): string[][] {
  const notes = song.notes.filter(({ channel }) => !isDrumChannel(channel));
  return Array.from({ length: bars }, (_, bar) => {
    const [from, to] = [barStart(song, bar), barStart(song, bar + 1)];
    const middle = (from + to) / 2;
    const whole = bestChord(notes, from, to, key);
    const halves = [bestChord(notes, from, middle, key), bestChord(notes, middle, to, key)];
    const [first, second] = halves;
    const isSplit =
      first !== undefined &&
      second !== undefined &&
      first.name !== second.name &&
      (first.score + second.score) / 2 > (whole?.score ?? 0) + TWO_CHORDS;
    return (isSplit ? halves : [whole]).flatMap((chord) => (chord === undefined ? [] : [chord.name]));
  });
}

/** `| Am | F | C G | – |`: a chart of chords, with a dash for a silent bar. */
export function chordChart(bars: readonly (readonly string[])[]): string {
  return `| ${bars.map((chords) => (chords.length === 0 ? '–' : chords.join(' '))).join(' | ')} |`;
}

/** The chord that fits the notes between two ticks best; undefined for silence. */
function bestChord(
  notes: readonly Note[],
  from: number,
  to: number,
  key: Key,
): { readonly name: string; readonly score: number } | undefined {
  const shares = new Float64Array(12);
  let bass = 128;
  for (const { start, length, pitch } of notes) {
    const sounding = Math.min(to, start + length) - Math.max(from, start);
    if (sounding <= 0) continue;
    shares[pitch % 12]! += sounding;
    bass = Math.min(bass, pitch);
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return undefined;
  let best = { name: '', score: -Infinity };
  for (let root = 0; root < 12; root++) {
    for (const [suffix, tones] of KINDS) {
      let score = bass % 12 === root ? ROOT_IN_BASS : 0;
      if (tones.length > 3) score -= FOURTH;
      for (const tone of tones) {
        const share = (shares[(root + tone) % 12] ?? 0) / total;
        score += share < AUDIBLE ? share - MISSING : share;
      }
      if (score > best.score) best = { name: pitchClassName(root, key) + suffix, score };
    }
  }
  return best;
}
