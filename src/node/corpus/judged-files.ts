/**
 * Reading music files for evaluation.
 *
 * @module
 */
import { basename } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { judgedRoll } from '../../music/evaluate/judged-roll.ts';
import { type SongSplit, splitSongs } from '../../music/evaluate/split-songs.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import type { ReadingLimits } from '../cli/limits.ts';
import { showProgress } from '../cli/progress.ts';
import { yieldToEvents } from '../cli/signals.ts';
import { counted } from '../cli/terminal.ts';
import { fileErrorOrThrow } from '../files/file-error.ts';
import { findFiles, separateMissing, uniqueFiles } from '../files/find-files.ts';
import { readBytes } from '../files/read-file.ts';
import type { Skipped } from './read-songs.ts';

/** The files that paths stand for, each once, and the paths without a file. */
export function filesOf(paths: readonly string[]): {
  readonly files: readonly string[];
  readonly missing: readonly Skipped[];
} {
  const { present, missing } = separateMissing(findFiles(paths));
  return { files: uniqueFiles(present).map(({ file }) => file), missing };
}

/** Splits files by song. Sections of a song, such as `Song - Chorus.mid` and `Song - Verse.mid`, stay together. */
export function splitFiles(files: readonly string[], split: number): SongSplit<string> {
  return splitSongs(files, (file) => basename(file), split);
}

/** The rolls of the files that could be read, and the other files. */
export interface JudgedFiles {
  readonly rolls: readonly PianoRoll[];
  readonly skipped: readonly Skipped[];
}

/** Reads files for evaluation. A note that is never released is left out, because its length is unknown. */
export async function readJudged(
  files: readonly string[],
  limits: ReadingLimits,
  silent: boolean,
): Promise<JudgedFiles> {
  const progress = showProgress('reading', silent);
  const rolls: PianoRoll[] = [];
  const skipped: Skipped[] = [];
  for (const file of files) {
    try {
      const bytes = await readBytes(file, limits.maxBytes, 'maxBytes');
      const roll = judgedRoll(readMidi(bytes, { ...limits, hanging: 'leave-out' }), limits.maxSteps);
      if (roll === undefined) throw new HarmoniumError('no-notes', 'no notes to compare');
      rolls.push(roll);
    } catch (error) {
      skipped.push({ file, error: fileErrorOrThrow(error) });
    }
    progress.update(rolls.length + skipped.length, files.length, counted(files.length, 'file'));
    await yieldToEvents();
  }
  progress.end();
  return { rolls, skipped };
}
