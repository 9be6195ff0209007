/**
 * A voice as an instrument of the synthesiser.
 *
 * @module
 */
import { checkNumber } from '../../check.ts';
import { type DenseArena, plainArena } from '../../dense/dense-arena.ts';
import { exp } from '../../math/functions/exp.ts';
import { cosineOfTurns, sineOfTurns } from '../../math/functions/sine.ts';
import { seedState } from '../../math/random/seed-state.ts';
import type { Instrument } from '../../sound/song-blocks.ts';
import { SAMPLE_RATE } from '../../sound/sound.ts';
import type { VoicePart } from '../../sound/voices/voice-part.ts';
import type { LearntVoice } from '../files/voice-file.ts';
import { createNetwork, networkSize } from '../network/voice-network.ts';
import { beginNote, createNotePlayer, type NotePlayer, type PlayingNote, playSamples } from './note-player.ts';
import { stateBytes } from './voice-state.ts';

/** Seconds that a note may sound after its release; it fades out in the last ones. */
const TAIL = 1.5;
const FADE = 0.3;
/** A note that stays below this level for so many seconds is over. */
const QUIET = 0.0011;
const QUIET_SECONDS = 0.25;
/** Hertz below which sound is removed: the network's mean is not exactly 0. */
const HIGH_PASS = 20;
/** The level of a voice beside the synthesiser's instruments. */
const LEVEL = 0.35;
/** Samples that are played at once. */
const CHUNK = 256;

/** Taps and phases of the interpolation filter. */
const REACH = 12;
const PHASES = 256;
/** shape [phases + 1, 2 · reach]: a sinc in a Blackman window. Tap k is for the sample k − reach + 1 from a place. */
const FILTERS: Float64Array = Float64Array.from({ length: (PHASES + 1) * 2 * REACH }, (_, at) => {
  const t = Math.floor(at / (2 * REACH)) / PHASES + REACH - 1 - (at % (2 * REACH));
  const turns = t / (2 * REACH);
  if (Math.abs(turns) >= 0.5) return 0;
  const sinc = t === 0 ? 1 : sineOfTurns(t / 2) / (Math.PI * t);
  return sinc * (0.42 + 0.5 * cosineOfTurns(turns) + 0.08 * cosineOfTurns(2 * turns));
});

/** Options of {@link voiceInstrument}. */
export interface VoiceInstrumentOptions {
  /** Factor on the spread of each sample, 0.01–2: 1 is what was learnt, less is cleaner. Default 0.25. */
  readonly temperature?: number | undefined;
  /** Any text or whole number; the same seed gives the same sound. Default 1. */
  readonly seed?: string | number | undefined;
  /** Where arrays come from and what computes, with the same sound; plain by default. On lanes it takes {@link instrumentBytes}. */
  readonly arena?: DenseArena | undefined;
}

/** Bytes that a voice takes from an arena to be played. */
export function instrumentBytes({ network: { shape } }: LearntVoice): number {
  return 64 * Math.ceil((4 * networkSize(shape)) / 64) + stateBytes(shape);
}

/**
 * A voice as an instrument for `songBlocks`. Each note has its own state, so that any number of notes can sound.
 *
 * @throws {HarmoniumError} `option-range`; `lanes-memory` for an arena that is too small
 */
export function voiceInstrument({ network, level }: LearntVoice, options: VoiceInstrumentOptions = {}): Instrument {
  const { temperature = 0.25, seed = 1, arena = plainArena() } = options;
  checkNumber('temperature', temperature, 0.01, 2);
  const own = createNetwork(network.shape, arena.allocate);
  own.values.set(network.values);
  const player = createNotePlayer(own, level, temperature, arena.kernels, arena.allocate);
  const state = seedState(seed);
  return (pitch, velocity, held, index) => [voicePart(player, pitch, velocity, held, state, index)];
}

/**
 * A note of a voice for the synthesiser, at its sampling rate.
 *
 * @param held - samples at 44.1 kHz from its start to its release
 * @param seed - shape [4], from `seedState`
 * @param index - number of the note: each has its own random numbers
 */
export function voicePart(
  player: NotePlayer,
  pitch: number,
  velocity: number,
  held: number,
  seed: Uint32Array,
  index: number,
): VoicePart {
  const { shape } = player.network;
  const release = Math.round((held * shape.rate) / SAMPLE_RATE);
  return new NotePart(player, beginNote(player, { pitch, velocity, release }, seed, index), held);
}

class NotePart implements VoicePart {
  readonly pan = 0;
  readonly samples: number;
  readonly #player: NotePlayer;
  readonly #playing: PlayingNote;
  /** Samples of the voice per sample of the sound, without bend and with it. */
  readonly #step: number;
  #now: number;
  /** The last samples of the voice: sample t at t modulo the length. Before the first one is silence. */
  readonly #ring = new Float32Array(4 * CHUNK);
  readonly #chunk = new Float32Array(CHUNK);
  #played = REACH;
  #place = REACH;
  #quiet = 0;
  #mean = 0;
  readonly #smoothing: number;

  constructor(player: NotePlayer, playing: PlayingNote, held: number) {
    const { rate } = player.network.shape;
    this.samples = held + Math.round(TAIL * SAMPLE_RATE);
    this.#player = player;
    this.#playing = playing;
    this.#step = rate / SAMPLE_RATE;
    this.#now = this.#step;
    this.#smoothing = 1 - exp((-2 * Math.PI * HIGH_PASS) / rate);
  }

  run(out: Float64Array, from: number, count: number): void {
    const ring = this.#ring;
    const mask = ring.length - 1;
    const fadeFrom = this.samples - FADE * SAMPLE_RATE;
    for (let n = 0; n < count; n++) {
      const whole = Math.floor(this.#place);
      while (this.#played <= whole + REACH) this.#play();
      const filter = Math.round((this.#place - whole) * PHASES) * 2 * REACH;
      let sum = 0;
      for (let k = 0; k < 2 * REACH; k++) {
        sum += (ring[(whole - REACH + 1 + k) & mask] ?? 0) * (FILTERS[filter + k] ?? 0);
      }
      const t = (from + n - fadeFrom) / (FADE * SAMPLE_RATE);
      out[n] = LEVEL * (t > 0 ? sum * (1 - t * t * (3 - 2 * t)) : sum);
      this.#place += this.#now;
    }
  }

  bend(ratio: number): void {
    this.#now = this.#step * ratio;
  }

  /** Plays the next samples of the voice, without the mean. */
  #play(): void {
    const { rate } = this.#player.network.shape;
    const chunk = this.#chunk;
    const isOver = this.#quiet > QUIET_SECONDS * rate;
    if (isOver) chunk.fill(0);
    else playSamples(this.#player, this.#playing, chunk);
    for (let n = 0; n < CHUNK; n++) {
      const value = chunk[n] ?? 0;
      this.#quiet = Math.abs(value) < QUIET ? this.#quiet + 1 : 0;
      this.#mean += this.#smoothing * (value - this.#mean);
      this.#ring[this.#played++ & (this.#ring.length - 1)] = value - this.#mean;
    }
  }
}
