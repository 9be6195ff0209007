/**
 * `harmonium inspect`: what is in a MIDI file or a model.
 *
 * @module
 */
import { basename } from 'node:path';
import type { HarmoniumError } from '../../error.ts';
import { readModel } from '../../model/read-model.ts';
import { PRESETS } from '../../music/training/presets.ts';
import { fieldsSvg } from '../../picture/fields-svg.ts';
import { EXIT } from '../cli/exit-code.ts';
import { inCommandWords, LIMIT_OPTIONS, readingLimits } from '../cli/limits.ts';
import {
  choiceOption,
  explainOptions,
  type Given,
  integerOption,
  parseCommandLine,
  pathOption,
  pitchesOption,
  usageError,
} from '../cli/options.ts';
import { listening, shown } from '../cli/shown.ts';
import { yieldToEvents } from '../cli/signals.ts';
import { print, printable, say, styled } from '../cli/terminal.ts';
import type { RollReading } from '../corpus/read-song.ts';
import { errorJson, fileErrorOrThrow } from '../files/file-error.ts';
import { type Found, findFiles, hasMidiName } from '../files/find-files.ts';
import { checkOutputs } from '../files/outputs.ts';
import { MOST_MODEL_BYTES, readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { writeFileWhole } from '../files/write-file.ts';
import { inspectMidi, midiJson, printMidi } from '../report/inspect-midi.ts';
import { modelJson, printModel } from '../report/inspect-model.ts';
import { songPicture } from '../report/song-picture.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  preset: { value: 'NAME', help: 'default, or article: the piano roll as the program of 2017 read it' },
  grid: { value: 'N', help: 'steps in a quarter note (4: sixteenths)' },
  pitches: { value: 'LO-HI', help: 'MIDI pitches on the roll (24-101)' },
  sustain: { help: 'notes last as long as the pedal holds them (else as long as their keys)' },
  picture: { value: 'FILE', help: "draw it as SVG: a tune's piano roll, a model's receptive fields; for one FILE" },
  notes: { help: 'list every note: start tick, end tick, channel 0-15, pitch, velocity' },
  json: { help: 'print one JSON object a line for each file, and no progress' },
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
  harmonium inspect model.safetensors --picture fields.svg
`;

/** The command. */
export const INSPECT: Command = { name: 'inspect', summary: 'tell what is in MIDI files and models', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const reading = chosenReading(given);
  if (inputs.length === 0) throw usageError('inspect needs at least one file');
  const json = given.json === true;
  const listNotes = given.notes === true;
  const picture = pathOption('picture', given.picture);
  const found = findFiles(inputs);
  if (picture !== undefined) checkPicture(picture, found, json);
  const quiet = picture === STANDARD_STREAM;

  let read = 0;
  for (const { file, error } of found) {
    const name = printable(basename(file));
    try {
      if (error !== undefined) throw error;
      const bytes = hasMidiName(file)
        ? await readBytes(file, reading.limits.maxBytes, 'maxBytes')
        : await readBytes(file, MOST_MODEL_BYTES);
      if (isModel(bytes, file)) {
        const model = readModel(bytes);
        if (json) print(JSON.stringify({ file, ...modelJson(model) }));
        else if (!quiet) printModel(file, model);
        if (picture !== undefined) await writeFileWhole(picture, fieldsSvg(model));
      } else {
        const inspected = await shown('inspecting', json, inspectMidi(bytes, reading), name);
        if (json) print(JSON.stringify({ file, ...(await listening(midiJson(inspected, listNotes))) }));
        else if (!quiet) await shown('inspecting', false, printMidi(file, inspected, listNotes), name);
        const { song, roll } = inspected;
        if (picture !== undefined) {
          const drawing = songPicture(basename(file), song, roll);
          await writeFileWhole(picture, await shown('drawing', json, drawing, name));
        }
      }
      read++;
    } catch (cause) {
      refuse(file, fileErrorOrThrow(cause), json);
    }
    await yieldToEvents();
  }
  return read === 0 ? EXIT.noInput : EXIT.done;
}

/** Fails unless there is one thing to draw, and a place for it. */
function checkPicture(picture: string, found: readonly Found[], json: boolean): void {
  if (found.length > 1) throw usageError(`--picture draws one file, not ${found.length}`, 'picture');
  const inputs = found.filter(({ error }) => error === undefined);
  checkOutputs([{ option: 'picture', path: picture }], inputs, json);
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
