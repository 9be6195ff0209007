/**
 * `harmonium generate`: new MIDI files from a model.
 *
 * @module
 */
import { join } from 'node:path';
import type { InParts } from '../../in-parts.ts';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { sustain } from '../../midi/sustain.ts';
import { writeMidi } from '../../midi/writing/write-midi.ts';
import type { Model } from '../../model/model.ts';
import { readModel } from '../../model/read-model.ts';
import { presetDefaultsOf } from '../../music/training/preset-defaults.ts';
import { type GenerateOptions, generateInParts, WINDOW_TEMPERATURES } from '../../music/windows/generate.ts';
import { type Playing, playedBy } from '../../music/windows/play.ts';
import { rollSvgInParts } from '../../picture/roll-svg.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { isSilent } from '../../roll/roll-bytes.ts';
import { songToRollInParts } from '../../roll/song-to-roll-in-parts.ts';
import { songBlocks } from '../../sound/song-blocks.ts';
import { EXIT } from '../cli/exit-code.ts';
import { LIMIT_OPTIONS, type ReadingLimits, readingLimits } from '../cli/limits.ts';
import {
  choiceOption,
  explainOptions,
  type Given,
  integerOption,
  numberOption,
  parseCommandLine,
  pathOption,
  usageError,
} from '../cli/options.ts';
import { PIECE_OPTIONS, pieceChoices, piecesOf } from '../cli/piece-options.ts';
import { showProgress } from '../cli/progress.ts';
import { listening, shown } from '../cli/shown.ts';
import { counted, print, say } from '../cli/terminal.ts';
import { about } from '../files/about-file.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { checkOutputsInParts, type Output } from '../files/outputs.ts';
import { MOST_MODEL_BYTES, readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { makeFolder, writeFileWhole } from '../files/write-file.ts';
import { writeSound } from '../files/write-sound.ts';
import { type Piece, piecesJson, printPieces } from '../report/generate-report.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  count: { short: 'n', value: 'N', help: 'how many chains to run; each gives a file, a silent one none (10; 1 piece)' },
  ...PIECE_OPTIONS,
  seed: { value: 'TEXT', help: 'any text; the same seed gives the same bytes (1)' },
  gibbs: {
    value: 'K',
    help: `Gibbs steps of each chain (50 from chains, else ${presetDefaultsOf({ training: {} }).gibbs}; 1 for --preset article)`,
  },
  from: {
    value: 'START',
    help: "zeros, noise, chains (where the training's came to), or a MIDI file (chains if there are any)",
  },
  decode: {
    value: 'HOW',
    help: 'likeliest notes of the last step; voices: as many a step as in the music; sample: all as drawn',
  },
  temperature: { value: 'X', help: 'below 1 tamer, above 1 wilder (1)' },
  tempo: { value: 'BPM', help: "beats a minute (the training songs')" },
  velocity: { value: 'V', help: 'how hard notes are struck, 1-127 (80; 40 for --preset article)' },
  program: { value: 'P', help: 'General MIDI instrument, 0-127 (0: piano)' },
  output: { short: 'o', value: 'DIR', help: 'the folder to write to (out); - writes one file to stdout, with -n 1' },
  wav: { help: 'write each piece as a WAV file too, beside its MIDI file' },
  picture: { value: 'FILE', help: 'draw the piano rolls as SVG' },
  json: { help: 'print one JSON object and no progress' },
  ...LIMIT_OPTIONS,
} as const;

const HELP = `harmonium generate [MODEL] [options]

Writes new music: each chain's window as a MIDI file; with --bars, pieces of any length.
Without a MODEL it plays the one that comes with the program. Chain 7, or piece 7, is the
same however many others are written.

${explainOptions(OPTIONS)}

Examples
  harmonium generate
  harmonium generate folk.safetensors -n 20 --seed autumn -o autumn
  harmonium generate --bars 64 --form AABA --key G --tempo 90
  harmonium generate --from tune.mid --gibbs 10 --temperature 0.8
`;

/** The command. */
export const GENERATE: Command = { name: 'generate', summary: 'write new music from a model', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length > 1) throw usageError(`generate takes one model, not ${inputs.length}`);
  const asked = pieceChoices(given);
  const chosen = chains(given, asked === undefined ? 10 : 1);
  const playing = played(given);
  const { count, seed } = chosen;
  const output = pathOption('output', given.output) ?? 'out';
  const picture = pathOption('picture', given.picture);
  const json = given.json === true;
  const limits = readingLimits(given);
  const toStdout = output === STANDARD_STREAM;
  if (toStdout && count !== 1) throw usageError('-o - writes one file: give -n 1 with it', 'output');
  const wav = given.wav === true;
  if (toStdout && wav) throw usageError('--wav writes files: give a folder with -o', 'wav');

  const modelFile = inputs[0] ?? DEFAULT_MODEL;
  const model = await about(modelFile, async () => readModel(await readBytes(modelFile, MOST_MODEL_BYTES)));
  const from = await startOf(given.from, model, limits);
  const fileOf = (chain: number): string => (toStdout ? STANDARD_STREAM : join(output, fileName(chain)));
  const outputs: Output[] = Array.from({ length: count }, (_, chain) => ({ option: 'output', path: fileOf(chain) }));
  if (wav) outputs.push(...outputs.map(({ path }) => ({ option: 'wav', path: wavBeside(path) })));
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  const read = typeof from === 'object' ? [modelFile, given.from ?? ''] : [modelFile];
  await listening(checkOutputsInParts(outputs, read, json));

  if (!toStdout) makeFolder(output);
  const pieces: Piece[] = [];
  const windows: GenerateOptions = from === undefined ? chosen : { ...chosen, from };
  const music = asked === undefined ? generateInParts(model, windows) : piecesOf(model, asked, count);
  const progress = showProgress('generating', json);
  let done = 0;
  for (const work of music) {
    const { chain, roll } = await listening(work, (share) =>
      progress.update(done + share, count, count === 1 ? '' : `${done} of ${count}`),
    );
    done++;
    if (isSilent(roll)) continue;
    const song = playedBy(model, roll, playing);
    const piece = { chain, roll, file: fileOf(chain), notes: song.notes.length, bytes: writeMidi(song) };
    if (!toStdout) await writeFileWhole(piece.file, piece.bytes);
    if (wav) await writeSound(wavBeside(piece.file), songBlocks(song), json);
    pieces.push(piece);
  }
  progress.end();
  if (picture !== undefined) await writeFileWhole(picture, await shown('drawing', json, drawn(pieces)));
  if (pieces.length === 0)
    say(`${count === 1 ? 'the chain is' : `all ${counted(count, 'chain')} are`} silent: no music`);
  // Stdout comes last: when its reader has seen enough, the program ends.
  if (toStdout) for (const { bytes } of pieces) await writeFileWhole(STANDARD_STREAM, bytes);

  const report = { model: modelFile, seed, count, pieces, output, picture };
  if (json) print(JSON.stringify(piecesJson(report)));
  else printPieces(report);
  return EXIT.done;
}

/** How the chains are to run. */
function chains(given: Given<typeof OPTIONS>, usual: number): GenerateOptions & { count: number; seed: string } {
  const gibbs = integerOption('gibbs', given.gibbs, 0, 1_000_000);
  const decode = choiceOption('decode', given.decode, ['likeliest', 'voices', 'sample'] as const);
  const temperature = numberOption('temperature', given.temperature, ...WINDOW_TEMPERATURES);
  return {
    count: integerOption('count', given.count, 1, 100_000) ?? usual,
    seed: given.seed ?? '1',
    ...(gibbs === undefined ? {} : { gibbs }),
    ...(decode === undefined ? {} : { decode }),
    ...(temperature === undefined ? {} : { temperature }),
  };
}

/** How the pieces are to be played. */
function played(given: Given<typeof OPTIONS>): Playing {
  return {
    tempo: numberOption('tempo', given.tempo, 4, 1000),
    velocity: integerOption('velocity', given.velocity, 1, 127),
    program: integerOption('program', given.program, 0, 127),
    meter: given.meter,
  };
}

/** `piece-007.mid`: the chain's number, so that gaps show which chains were silent, and whatever `-n` is. */
function fileName(chain: number): string {
  return `piece-${String(chain).padStart(3, '0')}.mid`;
}

function wavBeside(file: string): string {
  return file.replace(/mid$/, 'wav');
}

/** Where chains start; undefined is where the model likes to. */
async function startOf(
  text: string | undefined,
  model: Model,
  limits: ReadingLimits,
): Promise<'zeros' | 'noise' | 'chains' | PianoRoll | undefined> {
  if (text === undefined || text === 'zeros' || text === 'noise' || text === 'chains') return text;
  return about(text, async () => {
    const song = readMidi(await readBytes(text, limits.maxBytes, 'maxBytes'), limits);
    const heard = model.training.sustain ? sustain(song) : song;
    const { grid, pitches } = model;
    return (await listening(songToRollInParts(heard, { grid, pitches, maxSteps: limits.maxSteps }))).roll;
  });
}

function drawn(pieces: readonly Piece[]): InParts<string> {
  return rollSvgInParts(pieces.slice(0, 24).map(({ roll, chain }) => ({ roll, title: `chain ${chain}` })));
}
