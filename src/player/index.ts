/**
 * A model's bytes and a seed to MIDI bytes, or window by window, in a few kilobytes.
 *
 * It reads models as strictly as `readModel` and gives the bytes that `generate`, `playedBy` and `writeMidi` give, without
 * training, pictures, or a MIDI reader.
 *
 * @module harmonium-rbm/player
 */
import type { Playing } from '../music/windows/play.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { openPlayer, type Player, playWindow } from './player.ts';
import { writeWindow } from './window-midi.ts';

export { HarmoniumError } from '../error.ts';
export { type RollNote, rollNotes } from '../roll/roll-notes.ts';
export type { PlayerModel } from './open-model.ts';
export { openPlayer, type Player, playWindow, readWindow, startChain, stepChain } from './player.ts';
export { writeWindow } from './window-midi.ts';

/** A window as a MIDI file of its own. */
export function windowMidi({ model }: Player, roll: PianoRoll, playing?: Playing): Uint8Array {
  // Half of the bits are held cells. Each begins at most one note, whose two events take at most six bytes each.
  const out = new Uint8Array(48 + 192 * roll.bits.length);
  return out.slice(0, writeWindow(out, model, roll, playing));
}

/**
 * New music in one call: the bytes of a MIDI file.
 *
 * @param model - a model file
 * @param seed - any text or whole number
 * @param chain - which of the seed's chains, 0–2³¹−1
 * @throws {HarmoniumError} as {@link openPlayer}
 */
export function playMidi(model: Uint8Array, seed: string | number = 1, chain: number = 0): Uint8Array {
  const player = openPlayer(model, seed);
  return windowMidi(player, playWindow(player, chain));
}
