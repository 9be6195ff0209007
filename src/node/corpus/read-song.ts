/**
 * From the bytes of a MIDI file to a piano roll, as a preset reads them.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { InParts } from '../../in-parts.ts';
import { readTracks } from '../../midi/reading/read-tracks.ts';
import { songFromTracks } from '../../midi/reading/song-from-tracks.ts';
import type { OnWarning } from '../../midi/reading/warning.ts';
import type { Song } from '../../midi/song.ts';
import { sustain } from '../../midi/sustain.ts';
import { mainTempo } from '../../midi/tempo.ts';
import type { PresetName } from '../../music/training/presets.ts';
import { articleRoll } from '../../roll/article-roll.ts';
import type { PianoRoll, PitchRange } from '../../roll/piano-roll.ts';
import { isSilent } from '../../roll/roll-bytes.ts';
import { songToRollInParts } from '../../roll/song-to-roll-in-parts.ts';
import type { ReadingLimits } from '../cli/limits.ts';

/** How a song becomes a piano roll. */
export interface RollReading {
  readonly preset: PresetName;
  readonly grid: number;
  readonly pitches: PitchRange;
  /** Whether notes last as long as the pedal holds them. */
  readonly sustain: boolean;
  readonly limits: ReadingLimits;
}

/** The number of notes that are not on the roll. */
export interface LeftOut {
  readonly drums: number;
  readonly pitches: number;
}

/** A song and its piano roll. */
export interface ReadSong {
  readonly song: Song;
  readonly roll: PianoRoll;
  readonly leftOut: LeftOut;
}

/** Reads one file, in parts. The article preset has the original program's grid and pitches, and includes drums. */
export function* readSong(bytes: Uint8Array, reading: RollReading, onWarning?: OnWarning): InParts<ReadSong> {
  const { limits } = reading;
  const tracks = readTracks(bytes, { ...limits, onWarning, keep: 'notes' });
  const played = songFromTracks(tracks, { onWarning });
  const song = reading.sustain ? sustain(played) : played;
  yield 0;
  if (reading.preset !== 'article') return { song, ...(yield* songToRollInParts(song, { ...reading, ...limits })) };
  return { song, ...articleRoll(tracks, limits) };
}

/** What training needs of a song, and what it reports. */
export interface LearntSong {
  readonly roll: PianoRoll;
  /** Beats a minute, see `mainTempo`. */
  readonly tempo: number;
  readonly leftOut: LeftOut;
}

/**
 * Reads a file for training, in parts.
 *
 * @throws {HarmoniumError} as {@link readSong}; `no-notes` if the roll is silent
 */
export function* readLearnt(bytes: Uint8Array, reading: RollReading): InParts<LearntSong> {
  const { song, roll, leftOut } = yield* readSong(bytes, reading);
  if (isSilent(roll)) throw noNotes(leftOut, reading);
  return { roll, tempo: mainTempo(song), leftOut };
}

function noNotes({ drums, pitches }: LeftOut, { preset }: RollReading): HarmoniumError {
  const where = preset === 'article' ? ' before the first time signature that is not in 2 or 4' : '';
  const others = drums + pitches === 0 ? '' : ` (${drums} of drums and ${pitches} out of range left out)`;
  return new HarmoniumError('no-notes', `no notes to learn${where}${others}`);
}
