/**
 * What is in a MIDI file.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { InParts } from '../../in-parts.ts';
import type { MidiWarning } from '../../midi/reading/warning.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { durationSeconds, mainTempo, soundingTempos } from '../../midi/tempo.ts';
import { moodOfSong } from '../../mood/song/mood-of-song.ts';
import { rollStatisticsInParts } from '../../music/evaluate/statistics.ts';
import { rollText } from '../../picture/roll-text.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { rollBytes, rollCounts } from '../../roll/roll-bytes.ts';
import { sliceRoll } from '../../roll/window-roll.ts';
import { counted, duration, print, printable, printMessage, styled } from '../cli/terminal.ts';
import { type LeftOut, type RollReading, readSong } from '../corpus/read-song.ts';
import { moodName, signed } from './mood-name.ts';

/** What was found. */
export interface InspectedMidi {
  readonly song: Song;
  /** Without those of drums. */
  readonly notes: readonly Note[];
  readonly drumNotes: number;
  readonly roll: PianoRoll;
  readonly leftOut: LeftOut;
  readonly warnings: readonly MidiWarning[];
}

/** Reads it, the way the preset does, in parts. */
export function* inspectMidi(bytes: Uint8Array, reading: RollReading): InParts<InspectedMidi> {
  const warnings: MidiWarning[] = [];
  const { song, roll, leftOut } = yield* readSong(bytes, reading, (warning) => warnings.push(warning));
  const notes = song.notes.filter(({ channel }) => !isDrumChannel(channel));
  return { song, notes, drumNotes: song.notes.length - notes.length, roll, leftOut, warnings };
}

/** Steps between two parts, a multiple of eight: then a part's bits are whole bytes. */
const STEPS_A_PART = 65_536;

/** For machines, in parts. */
export function* midiJson(inspected: InspectedMidi, listNotes: boolean): InParts<Record<string, unknown>> {
  const { song, notes, drumNotes, roll, leftOut, warnings } = inspected;
  const hash = createHash('sha256');
  const counts = { held: 0, struck: 0 };
  for (let from = 0; from < roll.steps; from += STEPS_A_PART) {
    const part = sliceRoll(roll, from, Math.min(roll.steps, from + STEPS_A_PART));
    hash.update(rollBytes(part));
    const { held, struck } = rollCounts(part);
    counts.held += held;
    counts.struck += struck;
    yield from / roll.steps;
  }
  return {
    steps: roll.steps,
    ...counts,
    sha256: hash.digest('hex'),
    ppq: song.ppq,
    format: song.format,
    tracks: song.tracks,
    notes: notes.length,
    drumNotes,
    leftOut,
    timeSignatures: song.timeSignatures,
    tempo: mainTempo(song),
    tempos: song.tempos,
    durationSeconds: durationSeconds(song),
    mood: moodOfSong(song) ?? null,
    warnings,
    ...(listNotes ? { noteList: notes.map(noteRow) } : {}),
  };
}

/** Notes between two parts. */
const NOTES_A_PART = 1000;

/** For people, in parts. */
export function* printMidi(file: string, inspected: InspectedMidi, listNotes: boolean): InParts<void> {
  const { song, notes, drumNotes, roll, leftOut, warnings } = inspected;
  // Of several at one tick the last holds.
  const signatures = song.timeSignatures
    .filter(({ tick }, n) => song.timeSignatures[n + 1]?.tick !== tick)
    .map(({ numerator, denominator }) => `${numerator}/${denominator}`);
  const tempos = soundingTempos(song).map((tempo) => String(Math.round(tempo)));
  const { chordShare, notesPerStep } = yield* rollStatisticsInParts([roll]);
  print(styled('bold', printable(file), process.stdout));
  print(
    `  ${counted(notes.length, 'note')}${drumNotes === 0 ? '' : ` and ${counted(drumNotes, 'drum note')}`},` +
      ` ${duration(durationSeconds(song))}, ${few(signatures) || '4/4 (default)'},` +
      ` ${song.tempos.length === 0 ? '120 (default)' : few(tempos)} beats a minute`,
  );
  print(`  format ${song.format}, ${counted(song.tracks, 'track')}, ${song.ppq} ticks a quarter note`);
  print(
    `  ${counted(roll.steps, 'step')}, ${notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * chordShare)} % of the sounding steps are chords`,
  );
  const mood = moodOfSong(song);
  if (mood !== undefined)
    print(`  sounds ${moodName(mood)}: valence ${signed(mood.valence)}, arousal ${signed(mood.arousal)}`);
  if (leftOut.pitches > 0) print(`  ${counted(leftOut.pitches, 'note')} out of range left out`);
  for (const { message } of warnings) printMessage(`  ${styled('yellow', 'note:')} ${printable(message)}`);
  print(rollText(roll, { width: drawingWidth(process.stdout.columns) }));
  if (!listNotes) return;
  for (const [n, note] of notes.entries()) {
    print(`  ${noteRow(note).join('\t')}`);
    if ((n + 1) % NOTES_A_PART === 0) yield n / notes.length;
  }
}

/** The characters in a line for a terminal of so many columns: as many as `rollText` takes, 100 if unknown. */
export function drawingWidth(columns: number | undefined): number {
  return Math.min(1000, Math.max(20, columns || 100));
}

/** Start tick, end tick, channel, pitch, velocity. */
function noteRow({ start, length, channel, pitch, velocity }: Note): number[] {
  return [start, start + length, channel, pitch, velocity];
}

/** The different ones among values, the first few of them. */
function few(values: readonly string[]): string {
  const different = [...new Set(values)];
  return different.slice(0, 4).join(', ') + (different.length > 4 ? ', …' : '');
}
