/**
 * `harmonium inspect`: what is in a MIDI file or a model.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { HarmoniumError } from '../../error.ts';
import { readMidi } from '../../midi/read-midi.ts';
import type { Note, Song } from '../../midi/song.ts';
import { durationSeconds } from '../../midi/tempo.ts';
import type { MidiWarning } from '../../midi/warning.ts';
import { readModel } from '../../model/read-model.ts';
import { PRESETS } from '../../music/presets.ts';
import { rollStatistics } from '../../music/statistics.ts';
import { rollText } from '../../picture/roll-text.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { rollBytes, rollCounts } from '../../roll/roll-bytes.ts';
import { fileError, findMidiFiles, readBytes } from '../files.ts';
import { inspectModel, tellModel } from '../inspect-model.ts';
import {
  choiceOption,
  explainOptions,
  integerOption,
  parseCommandLine,
  pitchesOption,
  usageError,
} from '../options.ts';
import { errorJson, type RollReading, rollFromBytes } from '../read-rolls.ts';
import { counted, duration, print, say, styled } from '../terminal.ts';
import { type Command, EXIT } from './command.ts';

const OPTIONS = {
  preset: { value: 'NAME', help: 'default, or article: the piano roll as the program of 2017 read it' },
  grid: { value: 'N', help: 'steps in a quarter note (4: sixteenths)' },
  pitches: { value: 'LO-HI', help: 'MIDI pitches on the roll (24-101)' },
  notes: { help: 'list every note: start tick, end tick, channel 0-15, pitch, velocity' },
  json: { help: 'print one JSON object a line for each file' },
} as const;

const HELP = `harmonium inspect FILE… [options]

Tells what is in MIDI files and models: a summary and the piano roll, or a model's
shape and how it was trained. - reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium inspect tune.mid
  harmonium inspect songs/ --json
  harmonium inspect model.safetensors
`;

/** The command. */
export const INSPECT: Command = { name: 'inspect', summary: 'tell what is in MIDI files and models', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const preset = choiceOption('preset', given.preset, ['default', 'article'] as const) ?? 'default';
  const grid = integerOption('grid', given.grid, 1, 96);
  const pitches = pitchesOption('pitches', given.pitches);
  if (preset === 'article' && (grid ?? pitches) !== undefined) {
    throw usageError('--grid and --pitches are fixed by --preset article', 'preset');
  }
  if (inputs.length === 0) throw usageError('inspect needs at least one file');
  const reading = { preset, grid: grid ?? PRESETS[preset].grid, pitches: pitches ?? PRESETS[preset].pitches };
  const form = given.json === true ? JSON_FORM : TEXT_FORM;
  const listNotes = given.notes === true;

  const { files, skipped } = findMidiFiles(inputs);
  for (const { file, error } of skipped) form.refused(file, error);
  let read = 0;
  for (const file of files) {
    try {
      const bytes = readBytes(file);
      if (isModel(bytes, file)) form.model(file, bytes);
      else form.midi(file, inspectMidi(bytes, reading), listNotes);
      read++;
    } catch (error) {
      form.refused(file, fileError(error));
    }
  }
  return read === 0 ? EXIT.noInput : EXIT.done;
}

/** A model begins with the length of its header, then a brace. */
function isModel(bytes: Uint8Array, file: string): boolean {
  return bytes[8] === 0x7b || (file.endsWith('.safetensors') && bytes[0] !== 0x4d);
}

/** What is in a MIDI file. */
interface InspectedMidi {
  readonly song: Song;
  readonly notes: readonly Note[];
  readonly drumNotes: number;
  readonly roll: PianoRoll;
  readonly leftOut: { readonly drums: number; readonly pitches: number };
  readonly warnings: readonly MidiWarning[];
}

const DRUM_CHANNEL = 9;

function inspectMidi(bytes: Uint8Array, reading: RollReading): InspectedMidi {
  const warnings: MidiWarning[] = [];
  const song = readMidi(bytes, { onWarning: (warning) => warnings.push(warning) });
  const notes = song.notes.filter(({ channel }) => channel !== DRUM_CHANNEL);
  const { roll, leftOut } = rollFromBytes(bytes, reading);
  return { song, notes, drumNotes: song.notes.length - notes.length, roll, leftOut, warnings };
}

/** How what was found is told. */
interface Form {
  midi(file: string, inspected: InspectedMidi, listNotes: boolean): void;
  model(file: string, bytes: Uint8Array): void;
  refused(file: string, error: HarmoniumError): void;
}

const noteRow = ({ start, length, channel, pitch, velocity }: Note): number[] => [
  start,
  start + length,
  channel,
  pitch,
  velocity,
];

const JSON_FORM: Form = {
  midi(file, { song, notes, drumNotes, roll, leftOut, warnings }, listNotes) {
    const row = {
      file,
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
    print(JSON.stringify(row));
  },
  model: (file, bytes) => print(JSON.stringify({ file, ...inspectModel(readModel(bytes)) })),
  refused: (file, error) => print(JSON.stringify({ file, error: errorJson(error) })),
};

const TEXT_FORM: Form = {
  midi(file, { song, notes, drumNotes, roll, leftOut, warnings }, listNotes) {
    const signatures = song.timeSignatures.map(({ numerator, denominator }) => `${numerator}/${denominator}`);
    const tempos = song.tempos.map(({ microsecondsPerQuarter }) => Math.round(60_000_000 / microsecondsPerQuarter));
    const { chordShare, notesPerStep } = rollStatistics([roll]);
    print(styled('bold', file));
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
    for (const { message } of warnings) say(`  ${styled('yellow', 'note:')} ${message}`);
    print(rollText(roll, { width: process.stdout.columns || 100 }));
    if (listNotes) for (const note of notes) print(`  ${noteRow(note).join('\t')}`);
  },
  model: (file, bytes) => tellModel(file, readModel(bytes)),
  refused: (file, error) => say(`${styled('yellow', 'refused')} ${file}: ${error.message}`),
};

/** The different ones among values, the first few of them. */
function few(values: readonly string[]): string {
  const different = [...new Set(values)];
  return different.slice(0, 4).join(', ') + (different.length > 4 ? ', …' : '');
}
