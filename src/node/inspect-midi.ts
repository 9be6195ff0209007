/**
 * What is in a MIDI file.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { isDrumChannel, type Note, type Song } from '../midi/song.ts';
import { durationSeconds } from '../midi/tempo.ts';
import type { MidiWarning } from '../midi/warning.ts';
import { rollStatistics } from '../music/statistics.ts';
import { rollText } from '../picture/roll-text.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { rollBytes, rollCounts } from '../roll/roll-bytes.ts';
import { type LeftOut, type RollReading, readSong } from './read-song.ts';
import { counted, duration, print, printable, say, styled } from './terminal.ts';

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

/** Reads it, the way the preset does. */
export function inspectMidi(bytes: Uint8Array, reading: RollReading): InspectedMidi {
  const warnings: MidiWarning[] = [];
  const { song, roll, leftOut } = readSong(bytes, reading, (warning) => warnings.push(warning));
  const notes = song.notes.filter(({ channel }) => !isDrumChannel(channel));
  return { song, notes, drumNotes: song.notes.length - notes.length, roll, leftOut, warnings };
}

/** For machines. */
export function midiJson(inspected: InspectedMidi, listNotes: boolean): Record<string, unknown> {
  const { song, notes, drumNotes, roll, leftOut, warnings } = inspected;
  return {
    steps: roll.steps,
    ...rollCounts(roll),
    sha256: createHash('sha256').update(rollBytes(roll)).digest('hex'),
    ppq: song.ppq,
    format: song.format,
    tracks: song.tracks,
    notes: notes.length,
    drumNotes,
    leftOut,
    timeSignatures: song.timeSignatures,
    tempos: song.tempos,
    durationSeconds: durationSeconds(song),
    warnings,
    ...(listNotes ? { noteList: notes.map(noteRow) } : {}),
  };
}

/** For people. */
export function tellMidi(file: string, inspected: InspectedMidi, listNotes: boolean): void {
  const { song, notes, drumNotes, roll, leftOut, warnings } = inspected;
  const signatures = song.timeSignatures.map(({ numerator, denominator }) => `${numerator}/${denominator}`);
  const tempos = song.tempos.map(({ microsecondsPerQuarter }) => Math.round(60_000_000 / microsecondsPerQuarter));
  const { chordShare, notesPerStep } = rollStatistics([roll]);
  print(styled('bold', printable(file), process.stdout));
  print(
    `  ${counted(notes.length, 'note')}${drumNotes === 0 ? '' : ` and ${counted(drumNotes, 'drum note')}`},` +
      ` ${duration(durationSeconds(song))}, ${few(signatures) || '4/4 (not said)'},` +
      ` ${few(tempos.map(String)) || '120 (not said)'} beats a minute`,
  );
  print(`  format ${song.format}, ${counted(song.tracks, 'track')}, ${song.ppq} ticks a quarter note`);
  print(
    `  ${counted(roll.steps, 'step')}, ${notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * chordShare)} % of the sounding steps are chords`,
  );
  if (leftOut.pitches > 0) print(`  ${counted(leftOut.pitches, 'note')} out of range left out`);
  for (const { message } of warnings) say(`  ${styled('yellow', 'note:')} ${printable(message)}`);
  print(rollText(roll, { width: drawingWidth(process.stdout.columns) }));
  if (listNotes) for (const note of notes) print(`  ${noteRow(note).join('\t')}`);
}

/** The characters in a line for a terminal of so many columns: as many as `rollText` takes, 100 where nobody knows. */
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
