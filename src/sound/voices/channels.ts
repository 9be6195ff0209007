/**
 * The channels of a song, sampled once per control frame.
 *
 * @module
 */
import { sineOfTurns } from '../../math/functions/sine.ts';
import { SAMPLE_RATE } from '../sound.ts';
import { Channel } from './channel.ts';
import { type ChannelFrames, type ChannelSetting, FRAME, FRAMES } from './voice.ts';

/** Vibrato frequency in hertz. */
const VIBRATO_RATE = 5.5;
/** Phase difference between the vibratos of neighbouring channels, in turns: an ensemble is not in phase. */
const PHASE_STEP = 0.381966;

interface Entry {
  readonly channel: Channel;
  readonly frames: ChannelFrames;
}

/** All channels of all ports that a song has used so far. */
export class Channels {
  /** Master volume as an amplitude, default 1. */
  masterGain = 1;
  readonly #entries = new Map<number, Entry>();

  /** The state of channel 16 · port + channel. */
  at(channel: number): Channel {
    return this.#entry(channel).channel;
  }

  /** A channel's values in each frame of the last recorded block. */
  framesOf(channel: number): ChannelFrames {
    return this.#entry(channel).frames;
  }

  /** A channel's values at a sample. */
  settingOf(channel: number, sample: number): ChannelSetting {
    const { gain, pan, bend, vibrato } = this.at(channel);
    return { gain: gain * this.masterGain, pan, bend: bend + vibratoOffset(vibrato, channel, sample) };
  }

  /** Records the values of all channels for frame `f` of a block; the frame begins at `sample`. */
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

/** Vibrato offset in semitones at the end of the frame that begins at a sample. */
function vibratoOffset(vibrato: number, channel: number, sample: number): number {
  if (vibrato === 0) return 0;
  return vibrato * sineOfTurns((VIBRATO_RATE * (sample + FRAME)) / SAMPLE_RATE + PHASE_STEP * channel);
}
