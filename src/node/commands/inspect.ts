/**
 * `harmonium inspect`: what is in a MIDI file or a model.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';
import { readModel } from '../../model/read-model.ts';
import { PRESETS } from '../../music/presets.ts';
import { EXIT } from '../exit-code.ts';
import { errorJson, fileErrorOrThrow } from '../file-error.ts';
import { findFiles, hasMidiName } from '../find-files.ts';
import { inspectMidi, midiJson, tellMidi } from '../inspect-midi.ts';
import { modelJson, tellModel } from '../inspect-model.ts';
import { inCommandWords, LIMIT_OPTIONS, readingLimits } from '../limits.ts';
import {
  choiceOption,
  explainOptions,
  type Given,
  integerOption,
  parseCommandLine,
  pitchesOption,
  usageError,
} from '../options.ts';
import { MOST_MODEL_BYTES, readBytes } from '../read-file.ts';
import type { RollReading } from '../read-songs.ts';
import { breathe } from '../signals.ts';
import { print, printable, say, styled } from '../terminal.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  preset: { value: 'NAME', help: 'default, or article: the piano roll as the program of 2017 read it' },
  grid: { value: 'N', help: 'steps in a quarter note (4: sixteenths)' },
  pitches: { value: 'LO-HI', help: 'MIDI pitches on the roll (24-101)' },
  sustain: { help: 'notes last as long as the pedal holds them (else as long as their keys)' },
  notes: { help: 'list every note: start tick, end tick, channel 0-15, pitch, velocity' },
  json: { help: 'print one JSON object a line for each file' },
  ...LIMIT_OPTIONS,
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
  const reading = chosenReading(given);
  if (inputs.length === 0) throw usageError('inspect needs at least one file');
  const json = given.json === true;
  const listNotes = given.notes === true;

  let read = 0;
  for (const { file, error } of findFiles(inputs)) {
    try {
      if (error !== undefined) throw error;
      const bytes = hasMidiName(file)
        ? await readBytes(file, reading.limits.maxBytes, 'maxBytes')
        : await readBytes(file, MOST_MODEL_BYTES);
      if (isModel(bytes, file)) {
        const model = readModel(bytes);
        if (json) print(JSON.stringify({ file, ...modelJson(model) }));
        else tellModel(file, model);
      } else {
        const inspected = inspectMidi(bytes, reading);
        if (json) print(JSON.stringify({ file, ...midiJson(inspected, listNotes) }));
        else tellMidi(file, inspected, listNotes);
      }
      read++;
    } catch (cause) {
      refuse(file, fileErrorOrThrow(cause), json);
    }
    await breathe();
  }
  return read === 0 ? EXIT.noInput : EXIT.done;
}

/** How the piano roll is to be read. */
function chosenReading(given: Given<typeof OPTIONS>): RollReading {
  const preset = choiceOption('preset', given.preset, ['default', 'article'] as const) ?? 'default';
  if (preset === 'article') {
    for (const name of ['grid', 'pitches', 'sustain'] as const) {
      if (given[name] !== undefined) throw usageError(`--${name} has no place in --preset article`, name);
    }
  }
  return {
    preset,
    grid: integerOption('grid', given.grid, 1, 96) ?? PRESETS[preset].grid,
    pitches: pitchesOption('pitches', given.pitches) ?? PRESETS[preset].pitches,
    sustain: given.sustain === true,
    limits: readingLimits(given),
  };
}

/** A model begins with the length of its header, then a brace. */
function isModel(bytes: Uint8Array, file: string): boolean {
  return bytes[8] === 0x7b || (file.endsWith('.safetensors') && bytes[0] !== 0x4d);
}

/** Names a file that cannot be used. */
function refuse(file: string, error: HarmoniumError, json: boolean): void {
  if (json) print(JSON.stringify({ file, error: errorJson(error) }));
  else say(`${styled('yellow', 'refused')} ${printable(file)}: ${printable(inCommandWords(error))}`);
}
