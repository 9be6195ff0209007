/**
 * From MIDI files to piano rolls, the way a preset reads them.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { readTracks } from '../midi/read-tracks.ts';
import type { Song } from '../midi/song.ts';
import { songFromTracks } from '../midi/song-from-tracks.ts';
import { sustain } from '../midi/sustain.ts';
import { firstTempo } from '../midi/tempo.ts';
import type { OnWarning } from '../midi/warning.ts';
import type { PresetName } from '../music/presets.ts';
import { articleRoll } from '../roll/article-roll.ts';
import type { PianoRoll, PitchRange } from '../roll/piano-roll.ts';
import { rollCounts } from '../roll/roll-bytes.ts';
import { songToRoll } from '../roll/song-to-roll.ts';
import { fileErrorOrThrow } from './file-error.ts';
import type { ReadingLimits } from './limits.ts';
import { readersFor, readTogether } from './read-crew.ts';
import { readBytes } from './read-file.ts';
import { breathe } from './signals.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** How music is laid on the grid. */
export interface RollReading {
  readonly preset: PresetName;
  readonly grid: number;
  readonly pitches: PitchRange;
  /** Whether notes last as long as the pedal holds them. */
  readonly sustain: boolean;
  readonly limits: ReadingLimits;
}

/** Notes that found no place on a roll. */
export interface LeftOut {
  readonly drums: number;
  readonly pitches: number;
}

/** One song, and what of it is on the grid. */
export interface ReadSong {
  readonly song: Song;
  readonly roll: PianoRoll;
  readonly leftOut: LeftOut;
}

/** Reads one file. The article's preset keeps the original's grid and pitches, and its drums. */
export function readSong(bytes: Uint8Array, reading: RollReading, onWarning?: OnWarning): ReadSong {
  const { limits } = reading;
  const tracks = readTracks(bytes, { ...limits, onWarning });
  const played = songFromTracks(tracks, { onWarning });
  const song = reading.sustain ? sustain(played) : played;
  if (reading.preset !== 'article') return { song, ...songToRoll(song, { ...reading, ...limits }) };
  return { song, ...articleRoll(tracks, limits) };
}

/** An input that was not used, and why. */
export interface Skipped {
  readonly file: string;
  readonly error: HarmoniumError;
}

/** The songs to learn from. */
export interface Songs {
  readonly files: readonly string[];
  readonly rolls: readonly PianoRoll[];
  readonly skipped: readonly Skipped[];
  /** Beats a minute at which the songs begin, one for each. */
  readonly tempos: readonly number[];
  readonly leftOut: LeftOut;
}

/** Of a song what is learnt, and what is told. */
export interface LearntSong {
  readonly roll: PianoRoll;
  /** Beats a minute at which it begins. */
  readonly tempo: number;
  readonly leftOut: LeftOut;
}

/**
 * Reads a file to be learnt.
 *
 * @throws {HarmoniumError} if it cannot be read or has no notes on the roll
 */
export async function readLearnt(file: string, reading: RollReading): Promise<LearntSong> {
  const { song, roll, leftOut } = readSong(await readBytes(file, reading.limits.maxBytes, 'maxBytes'), reading);
  if (rollCounts(roll).held === 0) throw noNotes(leftOut, reading);
  return { roll, tempo: firstTempo(song), leftOut };
}

/**
 * Reads what can be read; what cannot, and what has no notes on the roll, is listed with its reason. `onFile` hears how many
 * are done. Many files are read by all cores; the songs and their order are the same.
 */
export async function readSongs(
  paths: readonly string[],
  reading: RollReading,
  onFile: (done: number) => void,
): Promise<Songs> {
  const files: string[] = [];
  const rolls: PianoRoll[] = [];
  const skipped: Skipped[] = [];
  const tempos: number[] = [];
  const leftOut = { drums: 0, pitches: 0 };
  const threads = readersFor(paths.length);
  // Stdin is this thread's alone.
  const ahead = threads === 1 || paths.includes(STANDARD_STREAM) ? undefined : readTogether(paths, reading, threads);
  for (const [done, file] of paths.entries()) {
    const read = await ahead?.next();
    try {
      const song = read?.value ?? (await readLearnt(file, reading));
      files.push(file);
      rolls.push(song.roll);
      tempos.push(song.tempo);
      leftOut.drums += song.leftOut.drums;
      leftOut.pitches += song.leftOut.pitches;
    } catch (error) {
      skipped.push({ file, error: fileErrorOrThrow(error) });
    }
    onFile(done + 1);
    await breathe();
  }
  await ahead?.return();
  return { files, rolls, skipped, tempos, leftOut };
}

function noNotes({ drums, pitches }: LeftOut, { preset }: RollReading): HarmoniumError {
  const where = preset === 'article' ? ' before the first time signature that is not in 2 or 4' : '';
  const others = drums + pitches === 0 ? '' : ` (${drums} of drums and ${pitches} out of range left out)`;
  return new HarmoniumError('no-notes', `no notes to learn${where}${others}`);
}
