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
import { readBytes } from './read-file.ts';
import { breathe } from './signals.ts';

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

/**
 * Reads what can be read; what cannot, and what has no notes on the roll, is listed with its reason. `onFile` hears how many
 * are done.
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
  for (const [done, file] of paths.entries()) {
    try {
      const read = readSong(await readBytes(file, reading.limits.maxBytes, 'maxBytes'), reading);
      if (rollCounts(read.roll).held === 0) throw noNotes(read.leftOut, reading);
      files.push(file);
      rolls.push(read.roll);
      tempos.push(firstTempo(read.song));
      leftOut.drums += read.leftOut.drums;
      leftOut.pitches += read.leftOut.pitches;
    } catch (error) {
      skipped.push({ file, error: fileErrorOrThrow(error) });
    }
    onFile(done + 1);
    await breathe();
  }
  return { files, rolls, skipped, tempos, leftOut };
}

function noNotes({ drums, pitches }: LeftOut, { preset }: RollReading): HarmoniumError {
  const where = preset === 'article' ? ' before the first time signature that is not in 2 or 4' : '';
  const others = drums + pitches === 0 ? '' : ` (${drums} of drums and ${pitches} out of range left out)`;
  return new HarmoniumError('no-notes', `no notes to learn${where}${others}`);
}
