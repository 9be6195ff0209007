import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { shared } from '../shared.ts';
import { cellsOf } from './plain-rolls.ts';

/** What to make of a file. Which of these there are differs from file to file. */
interface Music {
  /** start, end, channel, pitch, velocity; percussion left out */
  readonly notes?: readonly (readonly number[])[];
  readonly ticksPerQuarter?: number;
  /** Per pitch, the first step and the one after the last. */
  readonly heldSixteenths?: Record<string, number[]>;
  readonly onsetSixteenths?: Record<string, number[]>;
  readonly sixteenthOfOnset?: readonly number[];
  readonly sixteenths?: number;
  readonly drumNotes?: number;
}

interface Odd {
  readonly file: string;
  readonly expect: Music & { readonly outcome: 'accept' | 'error' | 'either'; readonly ifAccepted?: Music };
}

const KEYS = [
  'notes',
  'ticksPerQuarter',
  'heldSixteenths',
  'onsetSixteenths',
  'sixteenthOfOnset',
  'sixteenths',
  'drumNotes',
] as const;

function pick(music: Music, wanted: Music): Music {
  return Object.fromEntries(KEYS.filter((key) => wanted[key] !== undefined).map((key) => [key, music[key]]));
}

/** What we make of a file. */
function musicOf(bytes: Uint8Array): Music {
  const song = readMidi(bytes);
  const { roll, leftOut } = songToRoll(song);
  const cells = [...cellsOf(roll).entries()];
  const notes = song.notes.filter(({ channel }) => channel !== 9);
  const heldSixteenths: Record<string, number[]> = {};
  const onsetSixteenths: Record<string, number[]> = {};
  for (const { pitch } of notes) {
    const held = cells.filter(([, cell]) => cell.held.includes(pitch)).map(([step]) => step);
    const first = held[0] ?? 0;
    const whole = held.every((step, n) => step === first + n);
    heldSixteenths[pitch] = whole ? [first, first + held.length] : held;
    onsetSixteenths[pitch] = cells.filter(([, cell]) => cell.struck.includes(pitch)).map(([step]) => step);
  }
  return {
    notes: notes.map((n) => [n.start, n.start + n.length, n.channel, n.pitch, n.velocity]),
    ticksPerQuarter: song.ppq,
    heldSixteenths,
    onsetSixteenths,
    sixteenthOfOnset: cells.flatMap(([step, { struck }]) => struck.map(() => step)),
    sixteenths: cells.length - 1,
    drumNotes: leftOut.drums,
  };
}

/** What we make of a file, or the word "refused" if that was done properly. */
function outcomeOf(bytes: Uint8Array, wanted: Music): Music | 'refused' {
  try {
    return pick(musicOf(bytes), wanted);
  } catch (error) {
    if (error instanceof HarmoniumError) return 'refused';
    throw error;
  }
}

describe('odd files', () => {
  const folder = shared('nasty');
  const read = (name: string): Buffer => readFileSync(join(folder ?? '', name));
  const cases = folder === undefined ? [] : (JSON.parse(read('manifest.json').toString()) as { cases: Odd[] }).cases;

  it.each(cases)('$file', ({ file, expect: { outcome, ifAccepted, ...accepted } }) => {
    const wanted = ifAccepted ?? accepted;
    const allowed: (Music | 'refused')[] = [];
    if (outcome !== 'error') allowed.push(pick(wanted, wanted));
    if (outcome !== 'accept') allowed.push('refused');
    expect(allowed).toContainEqual(outcomeOf(read(file), wanted));
  });

  it.skipIf(folder === undefined)('are all here', () => {
    expect(cases).toHaveLength(20);
  });
});
