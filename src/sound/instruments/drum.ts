/**
 * Percussion: a sine of falling pitch for the skin, filtered noise for snares and metal.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { sineOfTurns } from '../../math/functions/sine.ts';
import { randomWord } from '../../math/random/random.ts';
import { SAMPLE_RATE } from '../sound.ts';
import type { VoicePart } from '../voices/voice-part.ts';

/** Parameters of a drum sound. */
interface Drum {
  /** Final frequency of the tone in hertz; it starts `sweep` times as high. 0 for none. */
  readonly tone: number;
  readonly sweep: number;
  /** Seconds in which the tone's amplitude falls to 1/e. */
  readonly toneDecay: number;
  /** Amplitude of the noise, and seconds in which it falls to 1/e. */
  readonly noise: number;
  readonly noiseDecay: number;
  /** Cut-off of the noise's high-pass filter, in hertz. */
  readonly highPass: number;
  /** −1 left, 1 right. */
  readonly pan: number;
  readonly level: number;
}

const KICK: Drum = {
  tone: 50,
  sweep: 3.2,
  toneDecay: 0.16,
  noise: 0.08,
  noiseDecay: 0.004,
  highPass: 400,
  pan: 0,
  level: 1.58,
};
const SNARE: Drum = {
  tone: 185,
  sweep: 1.35,
  toneDecay: 0.07,
  noise: 0.6,
  noiseDecay: 0.085,
  highPass: 900,
  pan: 0.05,
  level: 0.88,
};
const STICK: Drum = {
  tone: 780,
  sweep: 1.1,
  toneDecay: 0.018,
  noise: 0.3,
  noiseDecay: 0.012,
  highPass: 1500,
  pan: 0.1,
  level: 0.63,
};
const CLAP: Drum = {
  tone: 0,
  sweep: 1,
  toneDecay: 0.01,
  noise: 0.8,
  noiseDecay: 0.07,
  highPass: 1100,
  pan: -0.1,
  level: 0.73,
};
const CLOSED_HAT: Drum = {
  tone: 0,
  sweep: 1,
  toneDecay: 0.01,
  noise: 1,
  noiseDecay: 0.028,
  highPass: 7500,
  pan: 0.35,
  level: 0.8,
};
const OPEN_HAT: Drum = { ...CLOSED_HAT, noiseDecay: 0.22 };
const CRASH: Drum = { ...CLOSED_HAT, noiseDecay: 0.75, highPass: 4200, pan: -0.4, level: 0.63 };
const RIDE: Drum = {
  ...CLOSED_HAT,
  tone: 3100,
  toneDecay: 0.2,
  noise: 0.7,
  noiseDecay: 0.3,
  highPass: 6500,
  pan: 0.45,
  level: 0.34,
};
const SHAKER: Drum = { ...CLOSED_HAT, noiseDecay: 0.045, highPass: 5500, pan: -0.35, level: 0.42 };
const WOOD_BLOCK: Drum = {
  tone: 900,
  sweep: 1.05,
  toneDecay: 0.03,
  noise: 0.1,
  noiseDecay: 0.004,
  highPass: 2000,
  pan: 0.3,
  level: 0.63,
};

function tom(tone: number, pan: number): Drum {
  return { tone, sweep: 1.7, toneDecay: 0.2, noise: 0.1, noiseDecay: 0.02, highPass: 500, pan, level: 1.05 };
}

function handDrum(tone: number): Drum {
  return { tone, sweep: 1.25, toneDecay: 0.09, noise: 0.12, noiseDecay: 0.01, highPass: 900, pan: -0.3, level: 0.8 };
}

/** General MIDI's percussion map from 35 up to 81. */
// biome-ignore format: a dozen keys a line
const KIT: readonly Drum[] = [
  KICK, KICK, STICK, SNARE, CLAP, SNARE, tom(78, -0.4), CLOSED_HAT, tom(95, -0.25), CLOSED_HAT, tom(115, -0.1), OPEN_HAT,
  tom(140, 0.1), tom(165, 0.25), CRASH, tom(195, 0.4), RIDE, CRASH, RIDE, SHAKER, CRASH, WOOD_BLOCK, CRASH, SHAKER,
  RIDE, handDrum(420), handDrum(300), handDrum(360), handDrum(310), handDrum(220), handDrum(260), handDrum(190), WOOD_BLOCK, WOOD_BLOCK, SHAKER, SHAKER,
  STICK, STICK, SHAKER, SHAKER, WOOD_BLOCK, WOOD_BLOCK, WOOD_BLOCK, handDrum(500), handDrum(340), RIDE, RIDE,
];
const LOWEST = 35;

/** A hit ends 80 dB below its start: after this many decay times. */
const DECAYS = 9.2;

/** Upper limit for bends of the tone, in hertz. */
const HIGHEST = 15000;

/**
 * A drum hit, ready for its first sample. Its noise depends on `start`, so no two hits sound quite alike.
 *
 * @param start - its first sample, counted from the song's start
 * @param pitch - 0–127, the drum by General MIDI's percussion map; others sound like a wood block
 * @param velocity - 1–127
 */
export function drumPart(start: number, pitch: number, velocity: number): VoicePart {
  return new DrumHit(KIT[pitch - LOWEST] ?? WOOD_BLOCK, start, pitch, velocity);
}

class DrumHit implements VoicePart {
  readonly pan: number;
  readonly samples: number;
  readonly #start: number;
  readonly #pitch: number;
  readonly #unbent: number;
  readonly #toneFactor: number;
  readonly #noiseFactor: number;
  readonly #sweepFactor: number;
  readonly #lowPass: number;
  #tone: number;
  #toneLevel: number;
  #noiseLevel: number;
  #sweep: number;
  #turns = 0;
  #low = 0;
  #lower = 0;

  constructor(
    { tone, sweep, toneDecay, noise, noiseDecay, highPass, pan, level }: Drum,
    start: number,
    pitch: number,
    velocity: number,
  ) {
    this.pan = pan;
    this.samples = Math.ceil(Math.max(tone === 0 ? 0 : toneDecay, noiseDecay) * DECAYS * SAMPLE_RATE);
    this.#start = start;
    this.#pitch = pitch;
    this.#unbent = tone;
    this.#toneFactor = exp(-1 / (toneDecay * SAMPLE_RATE));
    this.#noiseFactor = exp(-1 / (noiseDecay * SAMPLE_RATE));
    // The pitch falls five times as fast as the amplitude.
    this.#sweepFactor = exp(-5 / (toneDecay * SAMPLE_RATE));
    this.#lowPass = 1 - exp((-2 * Math.PI * highPass) / SAMPLE_RATE);
    const force = velocity / 127;
    const loud = level * force * force;
    this.#tone = tone;
    this.#toneLevel = tone === 0 ? 0 : loud;
    this.#noiseLevel = loud * noise;
    this.#sweep = sweep - 1;
  }

  run(out: Float64Array, from: number, count: number): void {
    const [pitch, start, tone, lowPass] = [this.#pitch, this.#start + from, this.#tone, this.#lowPass];
    const [toneFactor, noiseFactor, sweepFactor] = [this.#toneFactor, this.#noiseFactor, this.#sweepFactor];
    let [toneLevel, noiseLevel, sweep] = [this.#toneLevel, this.#noiseLevel, this.#sweep];
    let [turns, low, lower] = [this.#turns, this.#low, this.#lower];
    for (let n = 0; n < count; n++) {
      const white = randomWord(pitch, 0x5f3759df, start + n) / 0x80000000 - 1;
      // High-pass filter: the input less its one-pole low-pass, twice.
      low += lowPass * (white - low);
      const high = white - low;
      lower += lowPass * (high - lower);
      out[n] = toneLevel * sineOfTurns(turns) + noiseLevel * (high - lower);
      turns += (tone * (1 + sweep)) / SAMPLE_RATE;
      sweep *= sweepFactor;
      toneLevel *= toneFactor;
      noiseLevel *= noiseFactor;
    }
    this.#toneLevel = toneLevel;
    this.#noiseLevel = noiseLevel;
    this.#sweep = sweep;
    this.#turns = turns;
    this.#low = low;
    this.#lower = lower;
  }

  bend(ratio: number): void {
    this.#tone = Math.min(this.#unbent * ratio, HIGHEST);
  }
}
