/**
 * Reads many MIDI files as piano rolls, and reports those that cannot be used.
 *
 * @module
 */
import type { HarmoniumError } from '../../error.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { showProgress } from '../cli/progress.ts';
import { runParts } from '../cli/run-parts.ts';
import { yieldToEvents } from '../cli/signals.ts';
import { counted } from '../cli/terminal.ts';
import { fileErrorOrThrow } from '../files/file-error.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { packRoll } from './packed-roll.ts';
import { type LearntSong, type LeftOut, type RollReading, readLearnt } from './read-song.ts';
import { maxReaders, readTogether } from './reader-pool.ts';
import { songsOf } from './song-batch.ts';

/** An input that was not used, and the reason. */
export interface Skipped {
  readonly file: string;
  readonly error: HarmoniumError;
}

/** The songs to learn from. */
export interface Songs {
  readonly rolls: readonly PianoRoll[];
  /** The file of each roll. */
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  /** The songs' main tempos, in beats a minute. */
  readonly tempos: readonly number[];
  readonly leftOut: LeftOut;
}

/**
 * Reads files. Those that cannot be read, or have no notes on the roll, are listed with the reason. `onFile` is called with the
 * number of files done. Many files are read by `threads` threads; the songs and their order are the same.
 *
 * @param minRemaining - see `readTogether`
 */
export async function readSongs(
  paths: readonly string[],
  reading: RollReading,
  onFile: (done: number) => void,
  threads: number = maxReaders(),
  minRemaining?: number,
): Promise<Songs> {
  const rolls: PianoRoll[] = [];
  const files: string[] = [];
  const skipped: Skipped[] = [];
  const tempos: number[] = [];
  const leftOut = { drums: 0, pitches: 0 };
  let done = 0;
  const take = async (file: string, read?: LearntSong): Promise<void> => {
    try {
      const song = read ?? (await readPacked(file, reading));
      rolls.push(song.roll);
      files.push(file);
      tempos.push(song.tempo);
      leftOut.drums += song.leftOut.drums;
      leftOut.pitches += song.leftOut.pitches;
    } catch (error) {
      skipped.push({ file, error: fileErrorOrThrow(error) });
    }
    onFile(++done);
    await yieldToEvents();
  };
  if (paths.includes(STANDARD_STREAM)) {
    // Only this thread can read stdin, and only once.
    for (const file of paths) await take(file);
  } else {
    for await (const batch of readTogether(paths, reading, threads, minRemaining)) {
      for (const song of songsOf(batch)) await take(paths[done] as string, song);
    }
  }
  return { rolls, files, skipped, tempos, leftOut };
}

/** {@link readSongs} with progress, unless `silent`. */
export async function readSongsWithProgress(
  paths: readonly string[],
  reading: RollReading,
  silent: boolean,
): Promise<Songs> {
  const progress = showProgress('reading', silent);
  const note = counted(paths.length, 'file');
  const songs = await readSongs(paths, reading, (done) => progress.update(done, paths.length, note));
  progress.end();
  return songs;
}

async function readPacked(file: string, reading: RollReading): Promise<LearntSong> {
  const song = await runParts(readLearnt(await readBytes(file, reading.limits.maxBytes, 'maxBytes'), reading));
  return { ...song, roll: packRoll(song.roll) };
}
