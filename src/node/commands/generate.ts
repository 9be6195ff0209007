/**
 * `harmonium generate`: writes new music.
 *
 * @module
 */
import { join } from 'node:path';
import type { InParts } from '../../in-parts.ts';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { sustain } from '../../midi/sustain.ts';
import { writeMidi } from '../../midi/writing/write-midi.ts';
import type { Model } from '../../model/model.ts';
import { type PieceOptions, pieceInParts } from '../../music/inpaint/piece.ts';
import { parseMeter, stepsPerBar } from '../../music/theory/meter.ts';
import { type Generated, generateInParts } from '../../music/windows/generate.ts';
import { playedBy } from '../../music/windows/play.ts';
import { rollSvgInParts } from '../../picture/roll-svg.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { isSilent } from '../../roll/roll-bytes.ts';
import { songToRollInParts } from '../../roll/song-to-roll-in-parts.ts';
import { LONGEST_MUSIC, songBlocks } from '../../sound/song-blocks.ts';
import { EXIT } from '../cli/exit-code.ts';
import { GENERATE_OPTIONS_EXPLAINED, generateChoices, type MusicChoice } from '../cli/generate-options.ts';
import type { ReadingLimits } from '../cli/limits.ts';
import { showProgress } from '../cli/progress.ts';
import { runParts, runWithProgress } from '../cli/run-parts.ts';
import { counted, print, printMessage } from '../cli/terminal.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { checkOutputsInParts, type Output } from '../files/outputs.ts';
import { readBytes } from '../files/read-file.ts';
import { readModelFile } from '../files/read-model-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { readInstrument } from '../files/voice-file.ts';
import { withFileName } from '../files/with-file-name.ts';
import { makeFolder, writeFileWhole } from '../files/write-file.ts';
import { writeSound } from '../files/write-sound.ts';
import { type Piece, piecesJson, printPieces, wavBeside } from '../report/generate-report.ts';
import type { Command } from './command.ts';

const HELP = `harmonium generate [MODEL] [options]

Writes new music: by default ten pieces of eight bars, with the bundled model if no MODEL is
given. --bars 1, --from and --decode give single windows instead: usually one bar, from one
Gibbs chain each. Windows are also the default for models of --preset article. Piece 7, or
chain 7, is the same however many others are written, and the first bars of a longer piece
are those of a shorter one.

${GENERATE_OPTIONS_EXPLAINED}

Examples
  harmonium generate
  harmonium generate folk.safetensors -n 20 --seed autumn -o autumn
  harmonium generate --bars 64 --form AABA --key G --tempo 90 --wav
  harmonium generate --bars 1 -n 100
  harmonium generate --from tune.mid --gibbs 10 --temperature 0.8
`;

/** The command. */
export const GENERATE: Command = { name: 'generate', summary: 'write new music from a model', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const choices = await generateChoices(args);
  const { inputs, count, seed, playing, output, wav, voice, picture, json, limits } = choices;
  const toStdout = output === STANDARD_STREAM;

  const modelFile = inputs[0] ?? DEFAULT_MODEL;
  const model = await readModelFile(modelFile, choices.mood !== undefined);
  const asked = choices.musicFor(model);
  const start = asked.kind === 'windows' ? asked.from : undefined;
  const from = await readStart(start, model, limits);
  const fileOf = (chain: number): string => (toStdout ? STANDARD_STREAM : join(output, fileName(chain)));
  const outputs: Output[] = Array.from({ length: count }, (_, chain) => ({ option: 'output', path: fileOf(chain) }));
  if (wav) outputs.push(...outputs.map(({ path }) => ({ option: 'wav', path: wavBeside(path) })));
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  const read = typeof from === 'object' ? [modelFile, start ?? ''] : [modelFile];
  if (voice !== undefined) read.push(voice);
  await runParts(checkOutputsInParts(outputs, read, json));

  const instrument = await readInstrument(voice);

  if (!toStdout) makeFolder(output);
  const pieces: Piece[] = [];
  const music =
    asked.kind === 'windows'
      ? generateInParts(model, { ...asked.options, from })
      : piecesInParts(model, asked.options, count);
  const progress = showProgress('generating', json);
  let done = 0;
  for (const work of music) {
    const { chain, roll } = await runParts(work, (share) =>
      progress.update(done + share, count, count === 1 ? '' : `${done} of ${count}`),
    );
    done++;
    if (isSilent(roll)) continue;
    const song = playedBy(model, roll, playing);
    const piece = { chain, roll, file: fileOf(chain), notes: song.notes.length, bytes: writeMidi(song) };
    if (!toStdout) await writeFileWhole(piece.file, piece.bytes);
    if (wav) await writeSound(wavBeside(piece.file), songBlocks(song, LONGEST_MUSIC, instrument), json);
    pieces.push(piece);
  }
  progress.end();
  if (picture !== undefined)
    await writeFileWhole(picture, await runWithProgress('drawing', json, draw(pieces, model, asked)));
  if (pieces.length === 0) {
    const noun = asked.kind === 'windows' ? 'chain' : 'piece';
    printMessage(`${count === 1 ? `the ${noun} is` : `all ${counted(count, noun)} are`} silent: no music`);
  }
  // Stdout comes last: when its reader has seen enough, the program ends.
  if (toStdout) for (const { bytes } of pieces) await writeFileWhole(STANDARD_STREAM, bytes);

  const report = { model: modelFile, kind: asked.kind, seed, count, pieces, output, wav, picture };
  if (json) print(JSON.stringify(piecesJson(report)));
  else printPieces(report);
  return EXIT.done;
}

/** Pieces 0, 1, 2, …, each in parts. */
function* piecesInParts(
  model: Model,
  options: PieceOptions,
  count: number,
): Generator<InParts<Generated>, void, undefined> {
  for (let index = 0; index < count; index++) yield numberedPiece(model, { ...options, index }, index);
}

function* numberedPiece(model: Model, options: PieceOptions, chain: number): InParts<Generated> {
  return { chain, roll: yield* pieceInParts(model, options) };
}

/** `piece-007.mid`: the chain's number, so that gaps show which chains were silent, and whatever `-n` is. */
function fileName(chain: number): string {
  return `piece-${String(chain).padStart(3, '0')}.mid`;
}

/** Where chains start; undefined: where the model's preset has them start. */
async function readStart(
  text: string | undefined,
  model: Model,
  limits: ReadingLimits,
): Promise<'zeros' | 'noise' | 'chains' | PianoRoll | undefined> {
  if (text === undefined || text === 'zeros' || text === 'noise' || text === 'chains') return text;
  return withFileName(text, async () => {
    const song = readMidi(await readBytes(text, limits.maxBytes, 'maxBytes'), limits);
    const heard = model.training.sustain ? sustain(song) : song;
    const { grid, pitches } = model;
    return (await runParts(songToRollInParts(heard, { grid, pitches, maxSteps: limits.maxSteps }))).roll;
  });
}

/** The picture has room for so many rolls. */
const MOST_DRAWN = 24;

function draw(pieces: readonly Piece[], { grid }: Model, asked: MusicChoice): InParts<string> {
  const drawn = pieces.slice(0, MOST_DRAWN);
  if (asked.kind === 'windows') {
    return rollSvgInParts(drawn.map(({ roll, chain }) => ({ roll, title: `chain ${chain}` })));
  }
  const bar = stepsPerBar(parseMeter(asked.options.meter ?? '4/4'), grid);
  return rollSvgInParts(
    drawn.map(({ roll, chain }) => ({ roll, title: `piece ${chain}` })),
    { bar },
  );
}
