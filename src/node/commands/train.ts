/**
 * `harmonium train`: trains a model on MIDI files.
 *
 * @module
 */
import { errorAbout, HarmoniumError } from '../../error.ts';
import type { Model } from '../../model/model.ts';
import { writeModel } from '../../model/write-model.ts';
import { rollStatisticsInParts } from '../../music/evaluate/statistics.ts';
import { type MoodLabelling, moodLabelling } from '../../music/mood/label-windows.ts';
import {
  modelOf,
  prepareTrainingInParts,
  type Training,
  type TrainModelOptions,
} from '../../music/training/train-model.ts';
import { trainingSvg } from '../../picture/training-svg.ts';
import { internalsOf } from '../../rbm/training/trainer.ts';
import { EXIT } from '../cli/exit-code.ts';
import { withOptionNames } from '../cli/limits.ts';
import { runWithProgress } from '../cli/run-parts.ts';
import { counted, print, printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import { TRAIN_OPTIONS_EXPLAINED, type TrainChoices, trainChoices } from '../cli/train-options.ts';
import { version } from '../cli/version.ts';
import { splitFiles } from '../corpus/judged-files.ts';
import { medianTempo } from '../corpus/median-tempo.ts';
import type { RollReading } from '../corpus/read-song.ts';
import { readSongsWithProgress, type Skipped, type Songs } from '../corpus/read-songs.ts';
import { readSongMoods, type SongMoods } from '../corpus/song-moods.ts';
import { errorJson } from '../files/file-error.ts';
import { findFiles, realPath, separateMissing, uniqueFiles } from '../files/find-files.ts';
import { checkOutputs, type Output } from '../files/outputs.ts';
import { checkWritable, type FileToWrite, writeFiles, writeFileWhole } from '../files/write-file.ts';
import { printTrainReport, reportJson, type SongsSummary } from '../report/train-report.ts';
import { checkUnfinished, isKeepable, keepAt, resumeAt } from '../training/checkpoints.ts';
import { runTraining } from '../training/run-training.ts';
import { sharedArrays } from '../training/shared-arrays.ts';
import { kernelsOf, teamKernels } from '../training/team.ts';
import type { Command } from './command.ts';

const HELP = `harmonium train PATH… [options]

Trains a model on MIDI files, or folders of them. A file that cannot be read, or has no
notes, is skipped and reported. Each file counts once, however often it is named, and the
order of the arguments makes no difference. - reads a file from stdin.

${TRAIN_OPTIONS_EXPLAINED}

Training that is interrupted can be resumed: a checkpoint is written every minute and on
Ctrl-C, and the same command with --resume continues to the same bytes. The checkpoint is
removed when the model is written. A second Ctrl-C ends the program at once.

Examples
  harmonium train songs/
  harmonium train songs/ -o folk.safetensors --seed autumn --picture curve.svg
  harmonium train songs/ --preset article --epochs 200
  harmonium train songs/ -o folk.safetensors --seed autumn --resume
  harmonium train songs/ --moods labels.csv
  harmonium train songs/ --hidden 200 --workers 4
`;

/** The command. */
export const TRAIN: Command = { name: 'train', summary: 'train a model on MIDI files', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const choices = trainChoices(args);
  const { output, checkpoint, picture, json, split, workers, reading } = choices;
  const started = performance.now();

  const outputs: Output[] = [{ option: 'output', path: output }];
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  if (choices.report !== undefined) outputs.push({ option: 'report', path: choices.report });
  if (checkpoint !== undefined) outputs.push({ option: 'checkpoint', path: checkpoint });
  const { songs, training } = await prepare(choices, outputs);
  if (choices.kernels !== undefined && kernelsOf(internalsOf(training.trainer).learner) === 'plain') {
    printMessage('the machine, or its weights, are too large for lanes: plain kernels compute');
  }

  for (const { path } of outputs) checkWritable(path);
  const history =
    choices.resume && checkpoint !== undefined
      ? await resumeAt(checkpoint, training, [output, picture ?? output], json)
      : [];
  const keeper = checkpoint !== undefined && isKeepable(training) ? keepAt(checkpoint, choices.every) : undefined;
  const records = await runTraining(training, { silent: json, workers, history, keeper });

  const learnt = modelOf(training, records.at(-1));
  const files: FileToWrite[] = [{ path: output, content: writeModel(withReading(learnt, reading, split)) }];
  if (picture !== undefined) files.push({ path: picture, content: trainingSvg(records) });
  await writeFiles(files);
  keeper?.discard();

  const seconds = (performance.now() - started) / 1000;
  const report = { output, seconds, songs, training, records, picture };
  if (json) print(JSON.stringify(reportJson(report)));
  else printTrainReport(report);
  return EXIT.done;
}

/** Reads the songs and cuts them into windows. The rolls are freed after that: those of 100,000 songs take 140 MB. */
async function prepare(
  choices: TrainChoices,
  outputs: readonly Output[],
): Promise<{ readonly songs: SongsSummary; readonly training: Training }> {
  const inputs = find(choices, outputs);
  // First: a wrong table shall not wait for 100,000 songs.
  const labelled = isTable(choices.moods) ? await readSongMoods(choices.moods) : undefined;
  const songs = await read(inputs, choices);
  const { rolls, skipped, leftOut } = songs;
  const silent = choices.json;
  // The windows of 100,000 songs take 140 MB: training threads share them.
  const together = choices.workers > 1;
  const kernels = together ? teamKernels(choices.kernels, choices.workers) : choices.kernels;
  const corpus = await runWithProgress('measuring', silent, rollStatisticsInParts(rolls));
  const preparing = prepareTrainingInParts(
    rolls,
    { ...withTempo(choices.options, songs), kernels, moods: labelling(choices, songs, labelled) },
    together ? sharedArrays : undefined,
  );
  const training = await runWithProgress('preparing', silent, preparing);
  if (choices.moods !== 'none' && training.moods?.moodUnits === undefined) {
    printMessage(`${styled('yellow', 'note:')} all of the music has the same mood: the model gets no mood units`);
  }
  return { songs: { count: rolls.length, skipped, leftOut, corpus }, training };
}

/** Whether `--moods` is the path of a table. */
function isTable(moods: string): boolean {
  return moods !== 'none' && moods !== 'notes';
}

/** How windows get moods: from the table of `--moods`, from the notes, or not at all. */
function labelling(
  { moods }: TrainChoices,
  { files }: Songs,
  labelled: SongMoods | undefined,
): MoodLabelling | undefined {
  if (moods === 'none') return undefined;
  if (labelled === undefined) return moodLabelling();
  const labels = files.map((file) => labelled.get(realPath(file)));
  const used = new Set(labels.filter((label) => label !== undefined)).size;
  const others = labelled.size - used;
  if (others > 0) {
    const count = `${counted(others, 'file')} of ${quoted(moods)} ${others === 1 ? 'is' : 'are'}`;
    printMessage(`${styled('yellow', 'note:')} ${count} not among the songs`);
  }
  return moodLabelling(labels);
}

/** The files to learn from, and paths without a file. */
interface Inputs {
  readonly files: readonly string[];
  readonly missing: readonly Skipped[];
}

/** Finds the songs, and fails if an output would overwrite one. */
function find(
  { inputs, checkpoint, json, moods, report, resume, split }: TrainChoices,
  outputs: readonly Output[],
): Inputs {
  const { present, missing } = separateMissing(findFiles(inputs));
  checkOutputs(outputs, isTable(moods) ? [...present, moods] : present, json);
  if (checkpoint !== undefined) checkUnfinished(checkpoint, resume);
  if (report !== undefined) checkWritable(report);
  const all = uniqueFiles(present).map(({ file }) => file);
  const files = split === undefined ? all : splitFiles(all, split).training;
  if (all.length > 0 && files.length === 0) {
    throw new HarmoniumError('no-input', 'nothing to learn from: the only song is held out by --split');
  }
  return { files, missing };
}

/** Reads the songs and reports skipped ones; fails if none is left. */
async function read({ files, missing }: Inputs, { reading, report, json: silent }: TrainChoices): Promise<Songs> {
  const songs = await readSongsWithProgress(files, reading, silent);
  const skipped = [...missing, ...songs.skipped];
  const [first, second] = skipped;
  // With a single file, its error is the command's.
  if (songs.rolls.length === 0 && first !== undefined && second === undefined) {
    throw errorAbout(first.file, first.error);
  }
  await reportSkipped(skipped, report);
  if (songs.rolls.length === 0) throw new HarmoniumError('no-input', 'nothing to learn from: every file was skipped');
  if (reading.preset === 'article') checkLongEnough(songs);
  return { ...songs, skipped };
}

/** Reports skipped files, as messages or in the report file. */
async function reportSkipped(skipped: readonly Skipped[], report: string | undefined): Promise<void> {
  if (report === undefined) {
    for (const { file, error } of skipped) {
      printMessage(`${styled('yellow', 'skipped')} ${printable(file)}: ${printable(withOptionNames(error))}`);
    }
    return;
  }
  const lines = skipped.map(({ file, error }) => `${JSON.stringify({ file, ...errorJson(error) })}\n`);
  await writeFileWhole(report, lines.join(''));
  if (skipped.length > 0)
    printMessage(`${styled('yellow', 'skipped')} ${counted(skipped.length, 'file')}: see ${quoted(report)}`);
}

/** Fails if the article preset would leave out every song. */
function checkLongEnough({ rolls }: Songs): void {
  if (rolls.some(({ steps }) => steps > 50)) return;
  throw new HarmoniumError('no-windows', 'nothing to learn from: --preset article skips songs of 50 steps or fewer');
}

/** The songs' median tempo; the article's program had none. */
function withTempo(options: TrainModelOptions, { tempos }: Songs): TrainModelOptions {
  const tempo = options.preset === 'article' ? undefined : medianTempo(tempos);
  return tempo === undefined ? options : { ...options, tempo };
}

/** Adds what the model file records about reading: the writer, whether the pedal counted, and the held-out split. */
function withReading(model: Model, { sustain }: RollReading, split: number | undefined): Model {
  return { ...model, training: { ...model.training, writer: `harmonium ${version()}`, sustain, split } };
}
