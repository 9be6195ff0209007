/**
 * A window as a MIDI file, written straight into a buffer: the bytes of `writeMidi(playedBy(model, roll))`.
 *
 * @module
 */
import { checkInteger, checkNumber } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { getBit } from '../math/bit-rows.ts';
import { TEMPO_RANGE } from '../midi/tempo.ts';
import type { Model } from '../model/model.ts';
import { mannerOf } from '../music/manner.ts';
import type { Playing } from '../music/play.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** Header chunk of format 0 with one track, and the track's head; PPQ and length are still to be filled in. */
const HEAD = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 0];

/**
 * Writes a window of the model's as a Standard MIDI File of format 0.
 *
 * @param out - overwritten from its start
 * @param playing - tempo, touch and instrument; as the model would have it unless given
 * @returns how many bytes were written
 * @throws {HarmoniumError} `length` if `out` is too short; it says how long it must be. `option-range`
 */
export function writeWindow(
  out: Uint8Array,
  model: Pick<Model, 'tempo' | 'training'>,
  { bits, steps, grid, pitches }: PianoRoll,
  playing: Playing = {},
): number {
  const manner = mannerOf(model);
  const { velocity = manner.velocity, program } = playing;
  const tempo = playing.tempo ?? (manner.tempo ? model.tempo : undefined);
  const count = pitchCount(pitches);
  const ppq = grid * manner.ticksPerStep;
  checkInteger('velocity', velocity, 1, 127);
  for (const [at, byte] of HEAD.entries()) out[at] = byte;
  out[12] = ppq >> 8;
  out[13] = ppq;
  let at = HEAD.length;
  if (tempo !== undefined) {
    checkNumber('tempo', tempo, ...TEMPO_RANGE);
    const quarter = Math.round(60000000 / tempo);
    for (const byte of [0, 0xff, 0x51, 3, quarter >> 16, quarter >> 8, quarter]) out[at++] = byte;
  }
  if (program !== undefined) {
    checkInteger('program', program, 0, 127);
    for (const byte of [0, 0xc0, program]) out[at++] = byte;
  }
  // The step at which each pitch's sounding note began, counted from 1; 0 for silence.
  const began = new Uint16Array(count);
  let last = 0;
  const put = (step: number, status: number, first: number, second: number): void => {
    const delta = (step - last) * manner.ticksPerStep;
    last = step;
    if (delta > 16383) out[at++] = (delta >> 14) | 128;
    if (delta > 127) out[at++] = (delta >> 7) | 128;
    out[at++] = delta & 127;
    for (const byte of [status, first, second]) out[at++] = byte;
  };
  for (let step = 0; step <= steps; step++) {
    const held = (n: number): boolean => step < steps && getBit(bits, step * 2 * count + n) === 1;
    const ends = (n: number): boolean => !held(n) || getBit(bits, (step * 2 + 1) * count + n) === 1;
    // Keys come up before keys go down: those that went down first first, and among them the lowest.
    for (let start = 1; start <= step; start++) {
      for (let n = 0; n < count; n++) {
        if (began[n] !== start || !ends(n)) continue;
        put(step, 0x80, pitches.low + n, 0);
        began[n] = 0;
      }
    }
    for (let n = 0; n < count; n++) {
      if (began[n] !== 0 || !held(n)) continue;
      put(step, 0x90, pitches.low + n, velocity);
      began[n] = step + 1;
    }
  }
  put(steps, 0xff, 0x2f, 0);
  for (let k = 0, length = at - HEAD.length; k < 4; k++) out[HEAD.length - 1 - k] = length >> (8 * k);
  if (at <= out.length) return at;
  throw new HarmoniumError('length', 'out is too short', {
    expected: `at least ${at} bytes`,
    got: `${out.length}`,
    option: 'out',
  });
}
