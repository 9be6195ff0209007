/**
 * The moods that a table gives to songs.
 *
 * @module
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { shown } from '../../math/text/shown.ts';
import type { Mood } from '../../mood/mood.ts';
import { type MoodLabel, readMoodLabels } from '../../mood/read-labels.ts';
import { moodOfText } from '../../mood/text/text-mood.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { readBytes } from '../files/read-file.ts';
import { withFileName } from '../files/with-file-name.ts';

const MOST_TABLE_BYTES = 1 << 24;

/** Moods by the files' paths without links, as `findFiles` has them. */
export type SongMoods = ReadonlyMap<string, Mood>;

/**
 * Reads a table.
 *
 * @throws {HarmoniumError} with the table's name: `labels`, which names the line
 */
export function readSongMoods(table: string): Promise<SongMoods> {
  return withFileName(table, async () => {
    const text = decode(await readBytes(table, MOST_TABLE_BYTES));
    const words = await readBundledWords();
    return songMoods(
      readMoodLabels(text, (mood) => moodOfText(mood, words)),
      table,
    );
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HarmoniumError('labels', 'the table', { expected: 'UTF-8', got: 'other bytes' });
  }
}

/**
 * Finds the files of a table's rows, relative to the table's folder or to the working folder.
 *
 * @throws {HarmoniumError} `labels` naming the line of a file that does not exist
 */
function songMoods(labels: readonly MoodLabel[], table: string): SongMoods {
  const moods = new Map<string, Mood>();
  const lines = new Map<string, number>();
  for (const { file, mood, line } of labels) {
    const path = [resolve(dirname(table), file), resolve(file)].find((candidate) => existsSync(candidate));
    if (path === undefined) {
      throw new HarmoniumError('labels', `line ${line}: file`, {
        expected: "a file in the table's folder, or a path from the working folder",
        got: shown(file),
      });
    }
    const real = realpathSync(path);
    const first = lines.get(real);
    if (first !== undefined) {
      throw new HarmoniumError('labels', `line ${line}: file`, {
        expected: 'each file once',
        got: `${shown(file)}, which is the file of line ${first}`,
      });
    }
    lines.set(real, line);
    moods.set(real, mood);
  }
  return moods;
}
