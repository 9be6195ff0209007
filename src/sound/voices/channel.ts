/**
 * The state of a channel: controllers, pitch wheel, pressure.
 *
 * Source: MIDI 1.0 Detailed Specification (1996); General MIDI 2 (1999), section 3.3; RP-015 (1999), RP-018 (1999).
 * @module
 */
import { RESET_CONTROLLERS } from '../../midi/silencing.ts';

const MODULATION = 1;
const DATA_MSB = 6;
/** Controllers that set a channel's loudness. */
export const VOLUME = 7;
export const EXPRESSION = 11;
const PAN = 10;
const DATA_LSB = 38;
const DATA_INCREMENT = 96;
const DATA_DECREMENT = 97;
const NRPN_LSB = 98;
const NRPN_MSB = 99;
const RPN_LSB = 100;
const RPN_MSB = 101;

/** The controllers that {@link Channel.control} handles. */
// biome-ignore format: by what they are
export const SUPPORTED_CONTROLLERS: ReadonlySet<number> = new Set([
  MODULATION, VOLUME, PAN, EXPRESSION, RESET_CONTROLLERS,
  DATA_MSB, DATA_LSB, DATA_INCREMENT, DATA_DECREMENT, NRPN_LSB, NRPN_MSB, RPN_LSB, RPN_MSB,
]);

/** General MIDI's volume before any volume message. */
const DEFAULT_VOLUME = 100;
/** The null RPN: no parameter is selected. */
const NULL_RPN = 0x3fff;
const BEND_RANGE_RPN = 0;
/** Depth of the vibrato at modulation 127, ± semitones. */
const VIBRATO_DEPTH = 0.5;

/** One channel of one port, after the events so far. */
export class Channel {
  program = 0;
  /** Channel pressure, 0–127. */
  pressure = 0;
  /** The pitch wheel, −8,192–8,191. */
  wheel = 0;
  #volume = DEFAULT_VOLUME;
  #expression = 127;
  #pan = 64;
  #modulation = 0;
  /** The bend range: semitones and cents, each 0–127. */
  #semitones = 2;
  #cents = 0;
  #rpn = NULL_RPN;

  /** Amplitude: (volume · expression)², relative to their defaults. */
  get gain(): number {
    const share = (this.#volume / DEFAULT_VOLUME) * (this.#expression / 127);
    return share * share;
  }

  /** −1 hard left, 0 the instrument's own pan, 1 hard right. */
  get pan(): number {
    return Math.max(-1, (this.#pan - 64) / 63);
  }

  /** Pitch bend in semitones. */
  get bend(): number {
    return (this.wheel / 8192) * (this.#semitones + this.#cents / 100);
  }

  /** Depth of its vibrato, ± semitones. */
  get vibrato(): number {
    return (VIBRATO_DEPTH * Math.min(127, this.#modulation + this.pressure)) / 127;
  }

  /** Applies a control change, `value` 0–127; controllers other than {@link SUPPORTED_CONTROLLERS} have no effect. */
  control(controller: number, value: number): void {
    if (controller === VOLUME) this.#volume = value;
    else if (controller === EXPRESSION) this.#expression = value;
    else if (controller === PAN) this.#pan = value;
    else if (controller === MODULATION) this.#modulation = value;
    else if (controller === RPN_MSB) this.#rpn = (value << 7) | (this.#rpn & 127);
    else if (controller === RPN_LSB) this.#rpn = (this.#rpn & 0x3f80) | value;
    // Data entry now goes to a manufacturer's parameter.
    else if (controller === NRPN_MSB || controller === NRPN_LSB) this.#rpn = NULL_RPN;
    else if (controller === RESET_CONTROLLERS) this.#reset();
    else if (this.#rpn === BEND_RANGE_RPN) this.#setRange(controller, value);
  }

  /** RP-018: increment and decrement change the cents by 1, whatever their value byte. */
  #setRange(controller: number, value: number): void {
    if (controller === DATA_MSB) this.#semitones = value;
    else if (controller === DATA_LSB) this.#cents = value;
    else if (controller === DATA_INCREMENT) this.#cents = Math.min(127, this.#cents + 1);
    else if (controller === DATA_DECREMENT) this.#cents = Math.max(0, this.#cents - 1);
  }

  /** RP-015: volume, pan, program and bend range are not reset. */
  #reset(): void {
    this.#modulation = 0;
    this.#expression = 127;
    this.#rpn = NULL_RPN;
    this.pressure = 0;
    this.wheel = 0;
  }
}
