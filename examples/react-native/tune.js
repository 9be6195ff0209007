// What a React Native app would do: import the player, bring the model along, play. Hermes runs it in bundle.mjs.
import { openPlayer, playWindow, windowMidi } from 'harmonium-rbm/player';
import model from '../../fixtures/models/compact.safetensors';

const player = openPlayer(model, 'autumn');

/** The MIDI file of a chain, as hexadecimal digits: an app would hand the bytes to its player instead. */
export function tune(chain) {
  const midi = windowMidi(player, playWindow(player, chain));
  return Array.from(midi, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
}

print(tune(0));
