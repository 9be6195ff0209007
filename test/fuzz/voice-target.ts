/**
 * Reading voice files.
 *
 * @module
 */
import { HarmoniumError } from 'harmonium-rbm/error';
import { seedState } from '#internal/math/random/seed-state';
import { type LearntVoice, readVoice, writeVoice } from '#internal/voice/files/voice-file';
import { beginNote, createNotePlayer, playSamples } from '#internal/voice/generation/note-player';
import { LEVEL_NUMBERS } from '#internal/voice/level';
import { createNetwork, drawWeights } from '#internal/voice/network/voice-network';
import type { VoiceShape } from '#internal/voice/network/voice-shape';
import { diceOf } from './dice.ts';
import { changeHeader, HEADER_MUTATIONS } from './header-mutations.ts';
import { BYTE_MUTATIONS } from './midi-mutations.ts';
import { seal } from './model-parts.ts';
import { MESSAGE } from './model-target.ts';
import { type Case, Finding, type Target } from './target.ts';

/** Cases made of small voices. */
export function voiceTarget(seed: string): Target<Case, LearntVoice | HarmoniumError> {
  const voices = smallVoices();
  return { make: (index) => makeCase(`voice ${seed}`, index, voices), attempt, judge };
}

function smallVoices(): Uint8Array[] {
  const shapes: readonly VoiceShape[] = [
    { channels: 4, dilations: [1], output: 'logistics', rate: 8000 },
    { channels: 8, dilations: [1, 2, 1], output: 'softmax', rate: 4000 },
  ];
  return shapes.map((shape, n) => {
    const network = createNetwork(shape);
    drawWeights(network, seedState(n));
    const level = Float32Array.from({ length: LEVEL_NUMBERS }, (_, k) => (k % 7) / 8 - 0.5);
    return writeVoice({ network, level, training: n === 0 ? {} : { seed: 'a "b"', steps: '3' } });
  });
}

function makeCase(seed: string, index: number, voices: readonly Uint8Array[]): Case {
  const dice = diceOf(seed, index);
  const how: string[] = [];
  let bytes = dice.pick(voices);
  const bytesFirst = dice.oneIn(3);
  if (!bytesFirst) {
    for (let n = dice.pick([0, 1, 1, 2]); n > 0; n--) {
      const name = dice.pick(Object.keys(HEADER_MUTATIONS));
      const mutation = HEADER_MUTATIONS[name];
      how.push(name);
      if (mutation !== undefined) bytes = changeHeader(bytes, mutation, dice);
    }
  }
  if (bytesFirst || dice.oneIn(8)) {
    const name = dice.pick(Object.keys(BYTE_MUTATIONS));
    how.push(name);
    bytes = BYTE_MUTATIONS[name]?.(bytes, dice, dice.pick(voices)) ?? bytes;
  }
  // The digest is right more often than not: without that the other checks would not be reached.
  if (!dice.oneIn(6)) seal(bytes);
  return { bytes, how };
}

function attempt({ bytes }: Case): LearntVoice | HarmoniumError {
  try {
    return readVoice(bytes);
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
}

function judge(_: Case, voice: LearntVoice | HarmoniumError): string {
  if (voice instanceof HarmoniumError) {
    if (!/^model-[a-z]+$/.test(voice.code)) throw new Finding(`code ${voice.code}`);
    if (!MESSAGE.test(voice.message)) throw new Finding(`message ${JSON.stringify(voice.message)}`);
    return voice.code;
  }
  const again = readVoice(writeVoice(voice));
  const isSame = again.network.values.every((value, k) => Object.is(value, voice.network.values[k]));
  if (!isSame || recordOf(again) !== recordOf(voice)) {
    throw new Finding('another voice when it is written and read again');
  }
  play(voice);
  return 'read';
}

function recordOf({ training }: LearntVoice): string {
  return JSON.stringify(Object.entries(training).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whatever its numbers are, what it plays is sound. */
function play({ network, level }: LearntVoice): void {
  const player = createNotePlayer(network, level, 1);
  const out = new Float32Array(100);
  playSamples(player, beginNote(player, { pitch: 60, velocity: 64, release: 50 }, seedState(1), 0), out);
  if (!out.every((sample) => Math.abs(sample) < 1)) throw new Finding('it plays what is no sound');
}
