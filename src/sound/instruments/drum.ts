/**
 * Percussion: a falling sine for the skin, noise for wires and metal.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { sineOfTurns } from '../../math/functions/sine.ts';
import { randomWord } from '../../math/random/random.ts';
import { SAMPLE_RATE } from '../sound.ts';
import type { VoicePart } from '../voices/voice-part.ts';

/** What a drum is made of. */
interface Drum {
  /** Hertz to which its tone falls; it starts `sweep` times as high. 0 for none. */
  readonly tone: number;
  readonly sweep: number;
  /** Seconds in which the tone falls to 1/e. */
  readonly ring: number;
  /** Amplitude of the noise, and the seconds in which it falls to 1/e. */
  readonly noise: number;
  readonly rattle: number;
  /** Hertz below which the noise is weak. */
  readonly edge: number;
  /** −1 left, 1 right. */
  readonly pan: number;
  readonly level: number;
}

const KICK: Drum = { tone: 50, sweep: 3.2, ring: 0.16, noise: 0.08, rattle: 0.004, edge: 400, pan: 0, level: 1.58 };
const SNARE: Drum = {
  tone: 185,
  sweep: 1.35,
  ring: 0.07,
  noise: 0.6,
  rattle: 0.085,
  edge: 900,
  pan: 0.05,
  level: 0.88,
};
const STICK: Drum = {
  tone: 780,
  sweep: 1.1,
  ring: 0.018,
  noise: 0.3,
  rattle: 0.012,
  edge: 1500,
  pan: 0.1,
  level: 0.63,
};
const CLAP: Drum = { tone: 0, sweep: 1, ring: 0.01, noise: 0.8, rattle: 0.07, edge: 1100, pan: -0.1, level: 0.73 };
const CLOSED: Drum = { tone: 0, sweep: 1, ring: 0.01, noise: 1, rattle: 0.028, edge: 7500, pan: 0.35, level: 0.8 };
const OPEN: Drum = { ...CLOSED, rattle: 0.22 };
const CRASH: Drum = { ...CLOSED, rattle: 0.75, edge: 4200, pan: -0.4, level: 0.63 };
const RIDE: Drum = { ...CLOSED, tone: 3100, ring: 0.2, noise: 0.7, rattle: 0.3, edge: 6500, pan: 0.45, level: 0.34 };
const SHAKER: Drum = { ...CLOSED, rattle: 0.045, edge: 5500, pan: -0.35, level: 0.42 };
const BLOCK: Drum = {
  tone: 900,
  sweep: 1.05,
  ring: 0.03,
  noise: 0.1,
  rattle: 0.004,
  edge: 2000,
  pan: 0.3,
  level: 0.63,
};

function tom(tone: number, pan: number): Drum {
  return { tone, sweep: 1.7, ring: 0.2, noise: 0.1, rattle: 0.02, edge: 500, pan, level: 1.05 };
}

function skin(tone: number): Drum {
  return { tone, sweep: 1.25, ring: 0.09, noise: 0.12, rattle: 0.01, edge: 900, pan: -0.3, level: 0.8 };
}

/** General MIDI's percussion map from 35 up to 81. */
// biome-ignore format: a dozen keys a line
const KIT: readonly Drum[] = [
  KICK, KICK, STICK, SNARE, CLAP, SNARE, tom(78, -0.4), CLOSED, tom(95, -0.25), CLOSED, tom(115, -0.1), OPEN,
  tom(140, 0.1), tom(165, 0.25), CRASH, tom(195, 0.4), RIDE, CRASH, RIDE, SHAKER, CRASH, BLOCK, CRASH, SHAKER,
  RIDE, skin(420), skin(300), skin(360), skin(310), skin(220), skin(260), skin(190), BLOCK, BLOCK, SHAKER, SHAKER,
  STICK, STICK, SHAKER, SHAKER, BLOCK, BLOCK, BLOCK, skin(500), skin(340), RIDE, RIDE,
];
const LOWEST = 35;

/** A hit is over when it has fallen to 80 dB under its start. */
const ENDS = 9.2;

/** Hertz above which no bend takes a drum's tone. */
const HIGHEST = 15000;

/**
 * A hit, ready for its first sample. Its noise depends on where it stands, so no two sound quite alike.
 *
 * @param start - the sample of the song at which it is struck
 * @param pitch - 0–127, which drum it is; those beyond the percussion map sound like a block of wood
 * @param velocity - 1–127
 */
export function drumPart(start: number, pitch: number, velocity: number): VoicePart {
  return new DrumHit(KIT[pitch - LOWEST] ?? BLOCK, start, pitch, velocity);
}

class DrumHit implements VoicePart {
  readonly pan: number;
  readonly samples: number;
  readonly #start: number;
  readonly #pitch: number;
  readonly #unbent: number;
  readonly #ringShrink: number;
  readonly #rattleShrink: number;
  readonly #fall: number;
  readonly #smooth: number;
  #tone: number;
  #toneLevel: number;
  #noiseLevel: number;
  #sweep: number;
  #turns = 0;
  #low = 0;
  #lower = 0;

  constructor(
    { tone, sweep, ring, noise, rattle, edge, pan, level }: Drum,
    start: number,
    pitch: number,
    velocity: number,
  ) {
    this.pan = pan;
    this.samples = Math.ceil(Math.max(tone === 0 ? 0 : ring, rattle) * ENDS * SAMPLE_RATE);
    this.#start = start;
    this.#pitch = pitch;
    this.#unbent = tone;
    this.#ringShrink = exp(-1 / (ring * SAMPLE_RATE));
    this.#rattleShrink = exp(-1 / (rattle * SAMPLE_RATE));
    // The pitch falls in a fifth of the time that the tone takes to die.
    this.#fall = exp(-5 / (ring * SAMPLE_RATE));
    this.#smooth = 1 - exp((-2 * Math.PI * edge) / SAMPLE_RATE);
    const force = velocity / 127;
    const loud = level * force * force;
    this.#tone = tone;
    this.#toneLevel = tone === 0 ? 0 : loud;
    this.#noiseLevel = loud * noise;
    this.#sweep = sweep - 1;
  }

  run(out: Float64Array, from: number, count: number): void {
    const [pitch, start, tone, smooth] = [this.#pitch, this.#start + from, this.#tone, this.#smooth];
    const [ringShrink, rattleShrink, fall] = [this.#ringShrink, this.#rattleShrink, this.#fall];
    let [toneLevel, noiseLevel, sweep] = [this.#toneLevel, this.#noiseLevel, this.#sweep];
    let [turns, low, lower] = [this.#turns, this.#low, this.#lower];
    for (let n = 0; n < count; n++) {
      const white = randomWord(pitch, 0x5f3759df, start + n) / 0x80000000 - 1;
      // What a slow follower does not follow is the high part, here twice over.
      low += smooth * (white - low);
      const high = white - low;
      lower += smooth * (high - lower);
      out[n] = toneLevel * sineOfTurns(turns) + noiseLevel * (high - lower);
      turns += (tone * (1 + sweep)) / SAMPLE_RATE;
      sweep *= fall;
      toneLevel *= ringShrink;
      noiseLevel *= rattleShrink;
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
