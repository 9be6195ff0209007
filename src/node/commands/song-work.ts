/**
 * The common part of `continue`, `fill` and `harmonise`: a song in, a song with new notes out.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import type { InParts } from '../../in-parts.ts';
import { PLAYING_RANGES } from '../../midi/playing-ranges.ts';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { isDrumChannel, type Song } from '../../midi/song.ts';
import { writeMidi } from '../../midi/writing/write-midi.ts';
import type { Model } from '../../model/model.ts';
import { rollStatisticsInParts } from '../../music/evaluate/statistics.ts';
import { INPAINT_RANGES } from '../../music/inpaint/inpaint-ranges.ts';
import { endOf, MAX_NEW_STEPS, type SourceSongOptions } from '../../music/songs/source-song.ts';
import type { OnsetGrid } from '../../music/theory/rhythm.ts';
import { rollSvgInParts } from '../../picture/roll-svg.ts';
import { STEP_LIMIT } from '../../roll/roll-shape.ts';
import { songToRollInParts } from '../../roll/song-to-roll-in-parts.ts';
import { EXIT } from '../cli/exit-code.ts';
import { KERNELS_OPTION, kernelsOption } from '../cli/kernels.ts';
import { LIMIT_OPTIONS, readingLimits } from '../cli/limits.ts';
import { MOOD_OPTION, moodOption } from '../cli/mood-option.ts';
import { choiceOption, type Given, integerOption, numberOption, pathOption, usageError } from '../cli/options.ts';
import { keyOption } from '../cli/piece-options.ts';
import { runParts, runWithProgress } from '../cli/run-parts.ts';
import { counted, print, printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { checkOutputs, type Output } from '../files/outputs.ts';
import { readBytes } from '../files/read-file.ts';
import { readModelFile } from '../files/read-model-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { withFileName } from '../files/with-file-name.ts';
import { type FileToWrite, writeFiles } from '../files/write-file.ts';

type ValueOption = { readonly short?: string; readonly value: string; readonly help: string };
type SongOption =
  | 'model'
  | 'seed'
  | 'temperature'
  | 'density'
  | 'key'
  | 'grid'
  | 'gibbs'
  | 'mood'
  | 'tempo'
  | 'velocity'
  | 'program';

/** Options of all three commands, apart from the limits. */
export const SONG_OPTIONS: Readonly<Record<SongOption | 'picture' | 'kernels', ValueOption>> & {
  readonly json: { readonly help: string };
} = {
  model: { short: 'm', value: 'FILE', help: 'the model (the bundled one)' },
  seed: { value: 'TEXT', help: 'any text; the same seed gives the same bytes (1)' },
  temperature: { value: 'X', help: 'below 1 more predictable, above 1 more varied (1)' },
  density: { value: 'X', help: 'how many new notes: 0.5 half as many, 2 twice as many (1)' },
  key: { value: 'KEY', help: "the key of the new notes, such as G or Em (the file's, where they start)" },
  grid: {
    value: 'N',
    help: 'grid of new onsets: 4 (sixteenths) or 12 (triplets, swing) steps in a quarter note (as in the file)',
  },
  gibbs: { value: 'K', help: 'Gibbs steps in each window (32; harmonise: 96)' },
  mood: MOOD_OPTION,
  tempo: { value: 'BPM', help: "one tempo throughout, in beats a minute (the file's tempos)" },
  velocity: { value: 'V', help: 'velocity of new notes, 1-127 (as in the file)' },
  program: { value: 'P', help: 'General MIDI program of the new notes, 0-127 (as in the file)' },
  picture: { value: 'FILE', help: 'draw the piano roll as SVG' },
  kernels: KERNELS_OPTION,
  json: { help: 'print one JSON object and no progress' },
};

/** The limits of all three commands. Of steps, only new ones count. */
export const SONG_LIMIT_OPTIONS: typeof LIMIT_OPTIONS = {
  ...LIMIT_OPTIONS,
  'max-steps': { value: 'N', help: `most new steps (${MAX_NEW_STEPS})` },
};

type SongGiven = Given<typeof SONG_OPTIONS> & Given<typeof LIMIT_OPTIONS> & { readonly output?: string };

/** What is different in each command. */
export interface SongWork {
  /** `continue` */
  readonly command: string;
  /** `continued`: the end of the output file's name. */
  readonly done: string;
  run(model: Model, song: Song, options: SourceSongOptions): InParts<Song>;
}

/** Reads the input, runs the work, writes the song and prints a summary. */
export async function workOnSong(work: SongWork, given: SongGiven, inputs: readonly string[]): Promise<number> {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw usageError(`${work.command} takes one MIDI file, not ${inputs.length === 0 ? 'none' : inputs.length}`);
  }
  const mood = given.mood === undefined ? undefined : (await moodOption(given.mood)).mood;
  const options = { ...drawChoices(given), mood, kernels: kernelsOption(given.kernels) };
  const limits = readingLimits(given);
  const tempo = numberOption('tempo', given.tempo, ...PLAYING_RANGES.tempo);
  const picture = pathOption('picture', given.picture);
  const name = input === STANDARD_STREAM ? 'stdin' : basename(input, extname(input));
  const output = pathOption('output', given.output) ?? join('out', `${name}-${work.done}.mid`);
  const modelFile = pathOption('model', given.model) ?? DEFAULT_MODEL;
  const json = given.json === true;
  const outputs: Output[] = [{ option: 'output', path: output }];
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  checkOutputs(outputs, [input, modelFile], json);

  const model = await readModelFile(modelFile, mood !== undefined);
  const { song, result } = await withFileName(input, async () => {
    const read = readMidi(await readBytes(input, limits.maxBytes, 'maxBytes'), limits);
    return {
      song: read,
      result: inTempo(await runWithProgress('composing', json, work.run(model, read, options)), tempo),
    };
  });
  const bytes = writeMidi(result);
  // The roll ends with the last pitched note, which is within the limit.
  const notes = result.notes.filter(({ channel }) => !isDrumChannel(channel));
  const pitched = { ...result, notes, end: endOf(notes) };
  const { roll } = await runParts(songToRollInParts(pitched, { grid: model.grid, maxSteps: STEP_LIMIT }));
  const statistics = await runParts(rollStatisticsInParts([roll]));
  const files: FileToWrite[] = [{ path: output, content: bytes }];
  if (picture !== undefined) {
    files.push({
      path: picture,
      content: await runWithProgress('drawing', json, rollSvgInParts([{ roll, title: output }])),
    });
  }
  await writeFiles(files);

  const found = result.notes.filter(({ track }) => track === song.tracks).length;
  const kept = result.notes.length - found;
  if (json) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { seed } = options;
    print(JSON.stringify({ model: modelFile, input, seed, file: output, sha256, kept, new: found, statistics }));
    return EXIT.done;
  }
  if (output === STANDARD_STREAM) return EXIT.done;
  if (picture !== STANDARD_STREAM) {
    print(printable(output));
    if (picture !== undefined) print(printable(picture));
  }
  printMessage(
    `${counted(kept, 'note')} kept, ${found} new; ${statistics.notesPerStep.toFixed(1)} notes a step,` +
      ` ${Math.round(100 * statistics.chordShare)} % of the sounding steps are chords`,
  );
  printMessage(styled('dim', `next: open ${quoted(output)} in a player, or npx harmonium inspect ${quoted(output)}`));
  return EXIT.done;
}

/** The options for finding and playing the new notes, checked. */
function drawChoices(given: SongGiven): SourceSongOptions & { seed: string } {
  return {
    seed: given.seed ?? '1',
    gibbs: integerOption('gibbs', given.gibbs, ...INPAINT_RANGES.gibbs),
    temperature: numberOption('temperature', given.temperature, ...INPAINT_RANGES.temperature),
    density: numberOption('density', given.density, ...INPAINT_RANGES.density),
    key: keyOption(given.key),
    grid: gridOption(given.grid),
    maxSteps: integerOption('max-steps', given['max-steps'], 1, STEP_LIMIT),
    velocity: integerOption('velocity', given.velocity, ...PLAYING_RANGES.velocity),
    program: integerOption('program', given.program, ...PLAYING_RANGES.program),
  };
}

function gridOption(text: string | undefined): OnsetGrid | undefined {
  const grid = choiceOption('grid', text, ['4', '12'] as const);
  return grid === undefined ? undefined : grid === '4' ? 4 : 12;
}

/** The song with one tempo throughout, if that is given. */
function inTempo(song: Song, tempo: number | undefined): Song {
  if (tempo === undefined) return song;
  return { ...song, tempos: [{ tick: 0, microsecondsPerQuarter: Math.round(60_000_000 / tempo) }] };
}
