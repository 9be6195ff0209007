/**
 * How a model's windows become songs: tempo, velocity, instrument.
 *
 * @module
 */
import type { Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { rollToSong } from '../../roll/roll-to-song.ts';
import { parseMeter } from '../theory/meter.ts';
import { presetDefaultsOf } from '../training/preset-defaults.ts';

/** How to play. Fields that are undefined take the model's defaults. */
export interface Playing {
  /** Beats a minute, 4–1,000. */
  readonly tempo?: number | undefined;
  /** 1–127 */
  readonly velocity?: number | undefined;
  /** General MIDI's number less one, 0–127. */
  readonly program?: number | undefined;
  /** `3/4` and the like; none is written by default. */
  readonly meter?: string | undefined;
}

/**
 * A roll as a song, played the way the model's preset plays.
 *
 * @throws {HarmoniumError} `option-range` for what is out of its range; `length` if the roll has too few bits
 */
export function playedBy(model: Model, roll: PianoRoll, playing: Playing = {}): Song {
  const defaults = presetDefaultsOf(model);
  const { velocity = defaults.velocity, program, meter } = playing;
  const tempo = playing.tempo ?? (defaults.tempo ? model.tempo : undefined);
  return rollToSong(roll, {
    ticksPerStep: defaults.ticksPerStep,
    velocity,
    ...(tempo === undefined ? {} : { tempo }),
    ...(program === undefined ? {} : { program }),
    ...(meter === undefined ? {} : { timeSignature: parseMeter(meter) }),
  });
}
