/**
 * From MIDI files to piano rolls, the way a preset reads them.
 *
 * @module
 */
import type { HarmoniumError } from '../error.ts';
import { readMidi } from '../midi/read-midi.ts';
import { readTracks } from '../midi/read-tracks.ts';
import type { PresetName } from '../music/presets.ts';
import { articleRoll } from '../roll/article-roll.ts';
import type { PianoRoll, PitchRange } from '../roll/piano-roll.ts';
import { songToRoll } from '../roll/song-to-roll.ts';
import { fileError, readBytes, type Skipped } from './files.ts';

/** How music is laid on the grid. */
export interface RollReading {
  readonly preset: PresetName;
  readonly grid: number;
  readonly pitches: PitchRange;
}

/** A folder's music. */
export interface Songs {
  readonly files: readonly string[];
  readonly rolls: readonly PianoRoll[];
  readonly skipped: readonly Skipped[];
  /** Beats a minute at which the songs begin, one for each. */
  readonly tempos: readonly number[];
  /** Notes that found no place on the rolls. */
  readonly leftOut: { readonly drums: number; readonly pitches: number };
}

/** One song on the grid. */
interface ReadRoll {
  readonly roll: PianoRoll;
  readonly leftOut: { readonly drums: number; readonly pitches: number };
  readonly tempo: number;
}

/** Tempo of a file that names none, and of all files to the original program. */
const UNNAMED_TEMPO = 120;

/** One file's roll. The article's preset keeps the original's grid and pitches, its drums, and its one tempo. */
export function rollFromBytes(bytes: Uint8Array, { preset, grid, pitches }: RollReading): ReadRoll {
  if (preset === 'article') {
    return { roll: articleRoll(readTracks(bytes)), leftOut: { drums: 0, pitches: 0 }, tempo: UNNAMED_TEMPO };
  }
  const song = readMidi(bytes);
  const first = song.tempos[0];
  const tempo = first === undefined ? UNNAMED_TEMPO : 60_000_000 / first.microsecondsPerQuarter;
  return { ...songToRoll(song, { grid, pitches }), tempo };
}

/** Reads what can be read; what cannot is listed with its reason. `onFile` hears how many are done. */
export function readSongs(paths: readonly string[], reading: RollReading, onFile: (done: number) => void): Songs {
  const files: string[] = [];
  const rolls: PianoRoll[] = [];
  const skipped: Skipped[] = [];
  const tempos: number[] = [];
  const leftOut = { drums: 0, pitches: 0 };
  for (const [done, file] of paths.entries()) {
    try {
      const read = rollFromBytes(readBytes(file), reading);
      rolls.push(read.roll);
      files.push(file);
      tempos.push(read.tempo);
      leftOut.drums += read.leftOut.drums;
      leftOut.pitches += read.leftOut.pitches;
    } catch (error) {
      skipped.push({ file, error: fileError(error) });
    }
    onFile(done + 1);
  }
  return { files, rolls, skipped, tempos, leftOut };
}

/** A reason as machines read it. */
export function errorJson(error: HarmoniumError): { code: string; message: string; offset: number | null } {
  return { code: error.code, message: error.message, offset: error.offset ?? null };
}
