/**
 * What `harmonium train` prints at its end.
 *
 * @module
 */
import type { RollStatistics } from '../../music/evaluate/statistics.ts';
import { freeEnergyGap, type Training } from '../../music/training/train-model.ts';
import { type EpochRecord, internalsOf } from '../../rbm/training/trainer.ts';
import { counted, duration, print, printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import type { LeftOut } from '../corpus/read-song.ts';
import type { Skipped } from '../corpus/read-songs.ts';
import { errorJson } from '../files/file-error.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { epochNote } from '../training/run-training.ts';
import { kernelsOf } from '../training/team.ts';

/** Figures of the songs. */
export interface SongsSummary {
  /** How many were learnt from. */
  readonly count: number;
  readonly skipped: readonly Skipped[];
  readonly leftOut: LeftOut;
  readonly corpus: RollStatistics;
}

/** A training that is done and written. */
export interface TrainReport {
  readonly output: string;
  readonly picture: string | undefined;
  readonly seconds: number;
  readonly songs: SongsSummary;
  readonly training: Training;
  readonly records: readonly EpochRecord[];
}

/** The report for people. */
export function printTrainReport({ output, picture, seconds, songs, training, records }: TrainReport): void {
  const { trainer, options } = training;
  const { chordShare, notesPerStep } = songs.corpus;
  const { drums, pitches } = songs.leftOut;
  printMessage(
    `learnt ${counted(trainer.rows.starts.length, 'window')} of ${counted(songs.count, 'song')}` +
      ` in ${duration(seconds)}, ${trainer.heldOut.starts.length} held out` +
      ` (${notesPerStep.toFixed(1)} notes a step; ${Math.round(100 * chordShare)} % of the sounding steps are chords)`,
  );
  if (drums + pitches > 0)
    printMessage(`left out ${counted(drums, 'drum note')} and ${counted(pitches, 'note')} out of range`);
  printMessage(epochNote(records.at(-1), options.epochs));
  if (output === STANDARD_STREAM || picture === STANDARD_STREAM) return;
  print(printable(output));
  if (picture !== undefined) print(printable(picture));
  printMessage(styled('dim', `to hear it: npx harmonium generate ${quoted(output)}`));
}

/** The report for machines. */
export function reportJson({ output, picture, seconds, songs, training, records }: TrainReport): unknown {
  const { trainer, options, preset } = training;
  const last = records.at(-1);
  return {
    model: output,
    picture: picture ?? null,
    preset,
    seed: String(options.seed),
    visible: trainer.rbm.visible,
    hidden: trainer.rbm.hidden,
    songs: songs.count,
    skipped: songs.skipped.map(({ file, error }) => ({ file, error: errorJson(error) })),
    leftOut: songs.leftOut,
    windows: trainer.rows.starts.length,
    heldOutWindows: trainer.heldOut.starts.length,
    epochs: records.length,
    seconds: Math.round(seconds * 1000) / 1000,
    kernels: kernelsOf(internalsOf(trainer).learner),
    reconstructionError: last?.reconstructionError ?? null,
    freeEnergyGap: (last && freeEnergyGap(last)) ?? null,
    corpus: songs.corpus,
    history: records,
  };
}
