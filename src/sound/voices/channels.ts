/**
 * A song's channels, frame after frame.
 *
 * @module
 */
import { sineOfTurns } from '../../math/functions/sine.ts';
import { SAMPLE_RATE } from '../sound.ts';
import { Channel } from './channel.ts';
import { type ChannelFrames, type ChannelSetting, FRAME, FRAMES } from './voice.ts';

/** Turns of a vibrato in a second. */
const VIBRATO_RATE = 5.5;
/** Channels swing apart, so that an ensemble does not wobble as one. */
const PHASE_STEP = 0.381966;

interface Entry {
  readonly channel: Channel;
  readonly frames: ChannelFrames;
}

/** All channels of all ports that a song has used so far. */
export class Channels {
  /** The loudness of all of them together, beside 1. */
  masterGain = 1;
  readonly #entries = new Map<number, Entry>();

  /** A channel, 16 · port + channel. */
  at(channel: number): Channel {
    return this.#entry(channel).channel;
  }

  /** Where a channel is in each frame of the block that was recorded last. */
  framesOf(channel: number): ChannelFrames {
    return this.#entry(channel).frames;
  }

  /** Where a channel is at a sample. */
  settingOf(channel: number, sample: number): ChannelSetting {
    const { gain, pan, bend, vibrato } = this.at(channel);
    return { gain: gain * this.masterGain, pan, bend: bend + vibratoOffset(vibrato, channel, sample) };
  }

  /** Takes down where all channels are in frame `f` of a block, which begins at a sample. */
  record(f: number, sample: number): void {
    for (const [number, { frames }] of this.#entries) {
      const { gain, pan, bend } = this.settingOf(number, sample);
      frames.gains[f] = gain;
      frames.pans[f] = pan;
      frames.bends[f] = bend;
    }
  }

  #entry(number: number): Entry {
    const there = this.#entries.get(number);
    if (there !== undefined) return there;
    const frames = {
      gains: new Float64Array(FRAMES).fill(this.masterGain),
      pans: new Float64Array(FRAMES),
      bends: new Float64Array(FRAMES),
    };
    const entry = { channel: new Channel(), frames };
    this.#entries.set(number, entry);
    return entry;
  }
}

/** How far a vibrato has a channel swing at the end of the frame that begins at a sample, in semitones. */
function vibratoOffset(vibrato: number, channel: number, sample: number): number {
  if (vibrato === 0) return 0;
  return vibrato * sineOfTurns((VIBRATO_RATE * (sample + FRAME)) / SAMPLE_RATE + PHASE_STEP * channel);
}
