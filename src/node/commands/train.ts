/**
 * `harmonium train`: from a folder of MIDI files to a model.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { HarmoniumError } from '../../error.ts';
import { writeModel } from '../../model/write-model.ts';
import { PRESETS, type PresetName } from '../../music/presets.ts';
import { rollStatistics } from '../../music/statistics.ts';
import {
  freeEnergyGap,
  modelOf,
  prepareTraining,
  type Training,
  type TrainModelOptions,
} from '../../music/train-model.ts';
import { trainingSvg } from '../../picture/training-svg.ts';
import { type EpochRecord, trainEpoch } from '../../rbm/trainer.ts';
import { checkWritable, findMidiFiles, type Skipped, STANDARD_STREAM, writeFileWhole } from '../files.ts';
import type { Given } from '../options.ts';
import {
  choiceOption,
  explainOptions,
  integerOption,
  numberOption,
  parseCommandLine,
  pitchesOption,
  usageError,
} from '../options.ts';
import { showProgress } from '../progress.ts';
import { errorJson, readSongs, type Songs } from '../read-rolls.ts';
import { counted, duration, print, say, styled } from '../terminal.ts';
import { type Command, EXIT } from './command.ts';

const NORMAL = PRESETS.default;
const ARTICLE = PRESETS.article;

/** What stands when an option is not given. */
function unless(name: keyof typeof NORMAL & keyof typeof ARTICLE): string {
  return NORMAL[name] === ARTICLE[name] ? `(${NORMAL[name]})` : `(${NORMAL[name]}; article: ${ARTICLE[name]})`;
}

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: 'the model to write (model.safetensors); - is stdout' },
  preset: { value: 'NAME', help: 'default, or article: the program of 2017 with its mistakes' },
  seed: { value: 'TEXT', help: `any text; the same seed gives the same bytes ${unless('seed')}` },
  hidden: { value: 'N', help: `hidden units ${unless('hidden')}` },
  steps: { value: 'N', help: `steps in a window ${unless('steps')}` },
  stride: { value: 'N', help: `steps from one window to the next ${unless('stride')}` },
  epochs: { value: 'N', help: `times every window is seen ${unless('epochs')}` },
  batch: { value: 'N', help: `windows an update ${unless('batch')}` },
  rate: { value: 'X', help: `learning rate at the start ${unless('rate')}` },
  'final-rate': { value: 'X', help: `learning rate at the end ${unless('finalRate')}` },
  cd: { value: 'K', help: `Gibbs steps of contrastive divergence ${unless('cd')}` },
  momentum: { value: 'X', help: `momentum ${unless('momentum')}` },
  decay: { value: 'X', help: `weight decay ${unless('decay')}` },
  grid: { value: 'N', help: `steps in a quarter note ${unless('grid')}` },
  pitches: { value: 'LO-HI', help: 'MIDI pitches to learn (24-101)' },
  transpose: { value: 'HOW', help: `to-c: every song to C major or A minor first; none ${unless('transpose')}` },
  'held-out': { value: 'X', help: 'share of the songs to watch and not to learn (0.1)' },
  picture: { value: 'FILE', help: 'draw the training curve as SVG' },
  json: { help: 'print one JSON object and no progress' },
} as const;

const HELP = `harmonium train PATH… [options]

Learns from MIDI files, or folders of them, and writes a model. A file that cannot be
read is skipped and named.

${explainOptions(OPTIONS)}

Examples
  harmonium train songs/
  harmonium train songs/ -o folk.safetensors --seed autumn --picture curve.svg
  harmonium train songs/ --preset article --epochs 200
`;

/** The command. */
export const TRAIN: Command = { name: 'train', summary: 'learn from MIDI files, write a model', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const options = trainingOptions(given);
  const output = given.output ?? 'model.safetensors';
  const json = given.json === true;
  if (json && output === STANDARD_STREAM) throw usageError('--json and -o - would both write to stdout', 'json');
  if (inputs.length === 0) throw usageError('train needs at least one MIDI file or folder');

  checkWritable(output);
  if (given.picture !== undefined) checkWritable(given.picture);
  const started = performance.now();
  const { songs, skipped } = read(inputs, options, json);
  for (const { file, error } of skipped) say(`${styled('yellow', 'skipped')} ${file}: ${error.message}`);
  if (songs.files.length === 0) throw new HarmoniumError('no-input', 'no MIDI file could be read');

  const training = prepareTraining(songs.rolls, { ...options, tempo: median(songs.tempos) });
  const records = await trainAll(training, json);
  if (records === undefined) {
    say('interrupted; nothing was written');
    return EXIT.interrupted;
  }
  const last = records.at(-1);
  writeFileWhole(output, writeModel(modelOf(training, last)));
  if (given.picture !== undefined) writeFileWhole(given.picture, trainingSvg(records));
  const seconds = (performance.now() - started) / 1000;
  const report = { output, seconds, songs, skipped, training, records, picture: given.picture };
  if (json) print(JSON.stringify(reportJson(report)));
  else tell(report);
  return EXIT.done;
}

/** The options that were given, checked; the preset's stand for the others. */
function trainingOptions(given: Given<typeof OPTIONS>): TrainModelOptions & { preset: PresetName } {
  const preset = choiceOption('preset', given.preset, ['default', 'article'] as const) ?? 'default';
  if (preset === 'article') {
    for (const name of ['grid', 'pitches', 'steps', 'stride'] as const) {
      if (given[name] !== undefined) throw usageError(`--${name} is fixed by --preset article`, name);
    }
  }
  const rate = numberOption('rate', given.rate, 0, 10);
  const options = {
    hidden: integerOption('hidden', given.hidden, 1, 65536),
    steps: integerOption('steps', given.steps, 1, 1024),
    stride: integerOption('stride', given.stride, 1, 1024),
    epochs: integerOption('epochs', given.epochs, 1, 1_000_000),
    batch: integerOption('batch', given.batch, 1, 32767),
    rate,
    // A rate given alone keeps the preset's fall from first to last.
    finalRate:
      numberOption('final-rate', given['final-rate'], 0, 10) ??
      (rate === undefined ? undefined : (rate * PRESETS[preset].finalRate) / PRESETS[preset].rate),
    cd: integerOption('cd', given.cd, 1, 1000),
    momentum: numberOption('momentum', given.momentum, 0, 0.999),
    decay: numberOption('decay', given.decay, 0, 1),
    grid: integerOption('grid', given.grid, 1, 96),
    pitches: pitchesOption('pitches', given.pitches),
    transpose: choiceOption('transpose', given.transpose, ['none', 'to-c'] as const),
    heldOut: numberOption('held-out', given['held-out'], 0, 0.9),
    seed: given.seed,
  };
  const chosen = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...chosen, preset };
}

/** Finds and reads the songs. */
function read(
  inputs: readonly string[],
  options: TrainModelOptions & { preset: PresetName },
  silent: boolean,
): { songs: Songs; skipped: readonly Skipped[] } {
  const found = findMidiFiles(inputs);
  const { grid, pitches } = { ...PRESETS[options.preset], ...options };
  const progress = showProgress('reading ', silent || found.files.length < 200);
  const songs = readSongs(found.files, { preset: options.preset, grid, pitches }, (done) => {
    progress.update(done, found.files.length, `${done} files`);
  });
  progress.end();
  return { songs, skipped: [...found.skipped, ...songs.skipped] };
}

/** The middle value; of an even count the lower of the two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 120;
}

/** Trains to the end; undefined when interrupted. Between epochs the program listens to signals. */
async function trainAll(training: Training, silent: boolean): Promise<EpochRecord[] | undefined> {
  const { trainer, options } = training;
  const progress = showProgress('training', silent);
  const records: EpochRecord[] = [];
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    while (trainer.epoch < options.epochs && !stop.signal.aborted) {
      const record = trainEpoch(trainer);
      records.push(record);
      progress.update(trainer.epoch, options.epochs, note(record, options.epochs));
      await setImmediate();
    }
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    progress.end();
  }
  return stop.signal.aborted ? undefined : records;
}

/** How an epoch went, in a few words. */
function note(record: EpochRecord, epochs: number): string {
  const gap = freeEnergyGap(record);
  return [
    `epoch ${record.epoch}/${epochs}`,
    `error ${record.reconstructionError.toFixed(1)} bits`,
    ...(gap === undefined ? [] : [`gap ${gap.toFixed(1)} nats`]),
  ].join('  ');
}

interface Report {
  readonly output: string;
  readonly seconds: number;
  readonly songs: Songs;
  readonly skipped: readonly Skipped[];
  readonly training: Training;
  readonly records: readonly EpochRecord[];
  readonly picture: string | undefined;
}

/** The report for people. */
function tell({ output, seconds, songs, training, records, picture }: Report): void {
  const { trainer } = training;
  const last = records.at(-1);
  const { chordShare, notesPerStep } = rollStatistics(songs.rolls);
  const { drums, pitches } = songs.leftOut;
  say(
    `learnt ${counted(trainer.rows.starts.length, 'window')} of ${counted(songs.files.length, 'song')}` +
      ` in ${duration(seconds)}, watched ${trainer.heldOut.starts.length}` +
      ` (${notesPerStep.toFixed(1)} notes a step; ${Math.round(100 * chordShare)} % of the sounding steps are chords)`,
  );
  if (drums + pitches > 0) say(`left out ${counted(drums, 'drum note')} and ${counted(pitches, 'note')} out of range`);
  if (last !== undefined) say(note(last, training.options.epochs));
  if (output === STANDARD_STREAM) return;
  print(output);
  if (picture !== undefined) print(picture);
  say(styled('dim', `next: harmonium generate ${output} -n 12 -o out`));
}

/** The report for machines. */
function reportJson({ output, seconds, songs, skipped, training, records, picture }: Report): unknown {
  const { trainer, options, preset } = training;
  const last = records.at(-1);
  return {
    model: output,
    picture: picture ?? null,
    preset,
    seed: String(options.seed),
    visible: trainer.rbm.visible,
    hidden: trainer.rbm.hidden,
    songs: songs.files.length,
    skipped: skipped.map(({ file, error }) => ({ file, error: errorJson(error) })),
    leftOut: songs.leftOut,
    windows: trainer.rows.starts.length,
    heldOutWindows: trainer.heldOut.starts.length,
    epochs: records.length,
    seconds: Math.round(seconds * 1000) / 1000,
    reconstructionError: last?.reconstructionError ?? null,
    freeEnergyGap: (last && freeEnergyGap(last)) ?? null,
    corpus: rollStatistics(songs.rolls),
    history: records,
  };
}
