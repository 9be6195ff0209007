/**
 * `harmonium train`: from a folder of MIDI files to a model.
 *
 * @module
 */
import { errorAbout, HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { writeModel } from '../../model/write-model.ts';
import { rollStatisticsInParts } from '../../music/evaluate/statistics.ts';
import {
  modelOf,
  prepareTrainingInParts,
  type Training,
  type TrainModelOptions,
} from '../../music/training/train-model.ts';
import { trainingSvg } from '../../picture/training-svg.ts';
import { EXIT } from '../cli/exit-code.ts';
import { inCommandWords } from '../cli/limits.ts';
import { shown } from '../cli/shown.ts';
import { counted, print, printable, quoted, say, styled } from '../cli/terminal.ts';
import { TRAIN_OPTIONS_EXPLAINED, type TrainChoices, trainChoices } from '../cli/train-options.ts';
import { version } from '../cli/version.ts';
import { splitFiles } from '../corpus/judged-files.ts';
import { medianTempo } from '../corpus/median-tempo.ts';
import type { RollReading } from '../corpus/read-song.ts';
import { readSongsShown, type Skipped, type Songs } from '../corpus/read-songs.ts';
import { errorJson } from '../files/file-error.ts';
import { eachOnce, findFiles, sortOut } from '../files/find-files.ts';
import { checkOutputs, type Output } from '../files/outputs.ts';
import { checkWritable, type FileToWrite, writeFiles, writeFileWhole } from '../files/write-file.ts';
import { printReport, reportJson, type SongFigures } from '../report/train-report.ts';
import { checkUnfinished, isKeepable, keepAt, resumeAt } from '../training/checkpoints.ts';
import { runTraining } from '../training/run-training.ts';
import { sharedBits, shareTrainer } from '../training/shared-trainer.ts';
import type { Command } from './command.ts';

const HELP = `harmonium train PATH… [options]

Learns from MIDI files, or folders of them, and writes a model. A file that cannot be
read, or has no notes, is skipped and named. Files are learnt once each and in the order
of their paths, however they are named here. - reads a file from stdin.

${TRAIN_OPTIONS_EXPLAINED}

A training that is interrupted, killed or cut off is not lost: it is written down every
minute and on Ctrl-C, and the same command with --resume goes on to the same bytes. The
checkpoint goes when the model is there. A second Ctrl-C ends at once.

Examples
  harmonium train songs/
  harmonium train songs/ -o folk.safetensors --seed autumn --picture curve.svg
  harmonium train songs/ --preset article --epochs 200
  harmonium train songs/ -o folk.safetensors --seed autumn --resume
  harmonium train songs/ --hidden 200 --chains 0 --workers 4
`;

/** The command. */
export const TRAIN: Command = { name: 'train', summary: 'learn from MIDI files, write a model', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const choices = trainChoices(args);
  const { output, checkpoint, picture, json, split, workers, reading } = choices;
  const started = performance.now();

  const outputs: Output[] = [{ option: 'output', path: output }];
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  if (choices.report !== undefined) outputs.push({ option: 'report', path: choices.report });
  if (checkpoint !== undefined) outputs.push({ option: 'checkpoint', path: checkpoint });
  const { songs, prepared } = await prepare(choices, outputs);

  // Persistent chains learn in one thread: their batches are a hundred chains' single steps.
  const threads = prepared.trainer.persistent === undefined ? workers : 1;
  if (threads < workers && !json)
    say(styled('dim', 'persistent chains learn in one thread; --chains 0 learns in several'));
  for (const { path } of outputs) checkWritable(path);
  const history =
    choices.resume && checkpoint !== undefined
      ? await resumeAt(checkpoint, prepared, [output, picture ?? output], json)
      : [];
  const keeper = checkpoint !== undefined && isKeepable(prepared) ? keepAt(checkpoint, choices.every) : undefined;
  const training = threads === 1 ? prepared : { ...prepared, trainer: shareTrainer(prepared.trainer) };
  const records = await runTraining(training, { silent: json, workers: threads, history, keeper });

  const learnt = modelOf(training, records.at(-1));
  const files: FileToWrite[] = [{ path: output, content: writeModel(withReading(learnt, reading, split)) }];
  if (picture !== undefined) files.push({ path: picture, content: trainingSvg(records) });
  await writeFiles(files);
  keeper?.discard();

  const seconds = (performance.now() - started) / 1000;
  const report = { output, seconds, songs, training, records, picture };
  if (json) print(JSON.stringify(reportJson(report)));
  else printReport(report);
  return EXIT.done;
}

/** Reads the songs and cuts them up. Rolls are let go of here: those of 100,000 songs take 140 MB. */
async function prepare(
  choices: TrainChoices,
  outputs: readonly Output[],
): Promise<{ readonly songs: SongFigures; readonly prepared: Training }> {
  const songs = await read(find(choices, outputs), choices);
  const { rolls, skipped, leftOut } = songs;
  const silent = choices.json;
  // The windows of 100,000 songs take 140 MB: threads that train together must not need them twice.
  const memory = choices.workers > 1 ? sharedBits : undefined;
  const corpus = await shown('measuring', silent, rollStatisticsInParts(rolls));
  const preparing = prepareTrainingInParts(rolls, withTempo(choices.options, songs), memory);
  return {
    songs: { count: rolls.length, skipped, leftOut, corpus },
    prepared: await shown('preparing', silent, preparing),
  };
}

/** What there is to learn, and what is not there. */
interface Inputs {
  readonly files: readonly string[];
  readonly lost: readonly Skipped[];
}

/** Finds the songs to learn from, once it is clear that nothing would be written over them. */
function find({ inputs, checkpoint, json, report, resume, split }: TrainChoices, outputs: readonly Output[]): Inputs {
  const { there, lost } = sortOut(findFiles(inputs));
  checkOutputs(outputs, there, json);
  if (checkpoint !== undefined) checkUnfinished(checkpoint, resume);
  if (report !== undefined) checkWritable(report);
  const all = eachOnce(there).map(({ file }) => file);
  const files = split === undefined ? all : splitFiles(all, split).training;
  if (all.length > 0 && files.length === 0) {
    throw new HarmoniumError('no-input', 'nothing to learn from: the only song is held out by --split');
  }
  return { files, lost };
}

/** Reads what was found and names what had to be skipped; fails when nothing is left to learn from. */
async function read({ files, lost }: Inputs, { reading, report, json: silent }: TrainChoices): Promise<Songs> {
  const songs = await readSongsShown(files, reading, silent);
  const skipped = [...lost, ...songs.skipped];
  const [first, second] = skipped;
  // The one reason there is, in one line.
  if (songs.rolls.length === 0 && first !== undefined && second === undefined) {
    throw errorAbout(first.file, first.error);
  }
  await tellSkipped(skipped, report);
  if (songs.rolls.length === 0) throw new HarmoniumError('no-input', 'nothing to learn from: every file was skipped');
  if (reading.preset === 'article') refuseShort(songs);
  return { ...songs, skipped };
}

/** Names what was skipped, each in a line of talk or of the report. */
async function tellSkipped(skipped: readonly Skipped[], report: string | undefined): Promise<void> {
  if (report === undefined) {
    for (const { file, error } of skipped) {
      say(`${styled('yellow', 'skipped')} ${printable(file)}: ${printable(inCommandWords(error))}`);
    }
    return;
  }
  const lines = skipped.map(({ file, error }) => `${JSON.stringify({ file, ...errorJson(error) })}\n`);
  await writeFileWhole(report, lines.join(''));
  if (skipped.length > 0)
    say(`${styled('yellow', 'skipped')} ${counted(skipped.length, 'file')}: see ${quoted(report)}`);
}

/** Fails if the article's preset would leave out all there is. */
function refuseShort({ rolls }: Songs): void {
  if (rolls.some(({ steps }) => steps > 50)) return;
  throw new HarmoniumError(
    'no-windows',
    'nothing to learn from: --preset article passes over songs of 50 steps or fewer',
  );
}

/** The songs' tempo, unless it is the article's, which knew none. */
function withTempo(options: TrainModelOptions, { tempos }: Songs): TrainModelOptions {
  const tempo = options.preset === 'article' ? undefined : medianTempo(tempos);
  return tempo === undefined ? options : { ...options, tempo };
}

/** A model remembers who wrote it, if its notes last as long as the pedal holds them, and which songs it has not seen. */
function withReading(model: Model, { sustain }: RollReading, split: number | undefined): Model {
  return { ...model, training: { ...model.training, writer: `harmonium ${version()}`, sustain, split } };
}
