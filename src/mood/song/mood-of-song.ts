/**
 * The mood of a song, from its notes.
 *
 * @module
 */

import { log } from '../../math/functions/log.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import { checkSong } from '../../midi/check-song.ts';
import type { Song } from '../../midi/song.ts';
import type { Mood } from '../mood.ts';
import { type SongCues, songCues } from './song-cues.ts';

/** A cue: its typical value and how far music usually lies from it (after `log` where that is set), and its two weights. */
interface CueWeight {
  readonly mean: number;
  readonly deviation: number;
  readonly log?: true;
  readonly valence: number;
  readonly arousal: number;
}

const CUES: Readonly<Record<keyof SongCues, CueWeight>> = {
  mode: { mean: 0, deviation: 0.2, valence: 0.6, arousal: 0 },
  tempo: { mean: 112, deviation: 0.3, log: true, valence: 0.25, arousal: 0.3 },
  density: { mean: 6, deviation: 0.5, log: true, valence: 0.05, arousal: 0.4 },
  register: { mean: 60, deviation: 5, valence: 0.2, arousal: 0 },
  loudness: { mean: 80, deviation: 18, valence: -0.05, arousal: 0.2 },
  noteLength: { mean: 0.4, deviation: 0.6, log: true, valence: -0.2, arousal: -0.3 },
  clash: { mean: 0.1, deviation: 0.12, valence: -0.15, arousal: 0 },
};

/** A cue further than this from its mean, in deviations, counts as this far. */
const MOST = 3;

/**
 * How listeners are likely to hear a song: the cues of `song-cues` are added, each in deviations from typical music.
 *
 * @returns undefined if the song has no note of a pitched instrument
 * @throws {HarmoniumError} `option-range`, which names the entry and the field
 */
export function moodOfSong(song: Song): Mood | undefined {
  checkSong(song);
  const cues = songCues(song);
  return cues === undefined ? undefined : moodOfCues(cues);
}

/** The mood that cues add up to. */
function moodOfCues(cues: SongCues): Mood {
  let valence = 0;
  let arousal = 0;
  for (const [name, cue] of Object.entries(CUES) as [keyof SongCues, CueWeight][]) {
    const value = cue.log ? log(cues[name] / cue.mean) : cues[name] - cue.mean;
    const deviations = Math.max(-MOST, Math.min(MOST, value / cue.deviation));
    valence += cue.valence * deviations;
    arousal += cue.arousal * deviations;
  }
  return { valence: squashed(valence), arousal: squashed(arousal) };
}

/** tanh: −1 to 1. */
function squashed(x: number): number {
  return 2 * sigmoid(2 * x) - 1;
}
