/**
 * A window as a MIDI file, written straight into a buffer: the bytes of `writeMidi(playedBy(model, roll))`.
 *
 * @module
 */
import { checkInteger, checkNumber, refuse } from '../check.ts';
import { TEMPO_RANGE } from '../midi/tempo.ts';
import { parseMeter } from '../music/theory/meter.ts';
import { presetDefaultsOf } from '../music/training/preset-defaults.ts';
import type { Playing } from '../music/windows/play.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { rollNotes } from '../roll/roll-notes.ts';
import type { PlayerModel } from './open-model.ts';

/**
 * Writes a window of the model's as a Standard MIDI File of format 0.
 *
 * @param out - overwritten from its start; 48 + 6·visible bytes are always enough
 * @param playing - tempo, velocity, instrument and meter; by default the model's
 * @returns how many bytes were written
 * @throws {HarmoniumError} `option-range`; if `out` is too short, it says how long it must be
 */
export function writeWindow(
  out: Uint8Array,
  model: Pick<PlayerModel, 'tempo' | 'training'>,
  roll: PianoRoll,
  playing: Playing = {},
): number {
  const defaults = presetDefaultsOf(model);
  const { velocity = defaults.velocity, program, meter } = playing;
  const tempo = playing.tempo ?? (defaults.tempo ? model.tempo : undefined);
  let at = 0;
  const put = (...bytes: number[]): void => {
    for (const byte of bytes) out[at++] = byte;
  };
  checkInteger('velocity', velocity, 1, 127);
  const ppq = roll.grid * defaults.ticksPerStep;
  // Header chunk of format 0 with one track, then the track's: its length, at byte 18, is filled in at the end.
  put(0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, ppq >> 8, ppq, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 0);
  if (tempo !== undefined) {
    checkNumber('tempo', tempo, ...TEMPO_RANGE);
    const quarter = Math.round(60000000 / tempo);
    put(0, 0xff, 0x51, 3, quarter >> 16, quarter >> 8, quarter);
  }
  if (meter !== undefined) {
    const { numerator, denominator } = parseMeter(meter);
    // 24 MIDI clocks a click, 8 thirty-seconds a quarter: as in `midi/writing/song-events`.
    put(0, 0xff, 0x58, 4, numerator, 31 - Math.clz32(denominator), 24, 8);
  }
  if (program !== undefined) {
    checkInteger('program', program, 0, 127);
    put(0, 0xc0, program);
  }
  let last = 0;
  const putAt = (step: number, status: number, first: number, second: number): void => {
    const delta = (step - last) * defaults.ticksPerStep;
    last = step;
    if (delta > 16383) put((delta >> 14) | 128);
    if (delta > 127) put((delta >> 7) | 128);
    put(delta & 127, status, first, second);
  };
  for (const [step, down, , pitch] of noteEvents(roll)) putAt(step, 0x80 | (down << 4), pitch, down * velocity);
  putAt(roll.steps, 0xff, 0x2f, 0);

  if (at > out.length) refuse('out', `at least ${at} bytes`, out.length);
  new DataView(out.buffer, out.byteOffset).setUint32(18, at - 22);
  return at;
}

/** A key that goes down (1) or comes up (0); `since` tells at which step it went down that comes up. */
type NoteEvent = readonly [step: number, down: 0 | 1, since: number, pitch: number];

/** In the order of a file: keys come up before others go down, those first that went down first, the lowest first. */
function noteEvents(roll: PianoRoll): NoteEvent[] {
  return rollNotes(roll)
    .flatMap(({ pitch, start, length }): NoteEvent[] => [
      [start, 1, 0, pitch],
      [start + length, 0, start, pitch],
    ])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}
