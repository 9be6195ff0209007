/**
 * Voice files.
 */
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { readHeader } from '../../src/safetensors/header.ts';
import { readVoice, roundToFile, writeVoice } from '../../src/voice/files/voice-file.ts';
import { LEVEL_NUMBERS } from '../../src/voice/level.ts';
import { createNetwork, drawWeights } from '../../src/voice/network/voice-network.ts';
import type { VoiceShape } from '../../src/voice/network/voice-shape.ts';
import { bitsOfFloats } from '../dense/values.ts';
import { TINY } from './some-voice.ts';

function someVoice(shape: VoiceShape): Parameters<typeof writeVoice>[0] {
  const network = createNetwork(shape);
  drawWeights(network, seedState('file'));
  const level = Float32Array.from({ length: LEVEL_NUMBERS }, (_, k) => Math.sin(k));
  return { network, level, training: { steps: '7', seed: 'a "b"' } };
}

describe('a voice file', () => {
  it.each<VoiceShape>([TINY, { channels: 20, dilations: [1, 4096], output: 'softmax', rate: 44100 }])(
    'is read as it was written, rounded once: %j',
    (shape) => {
      const voice = someVoice(shape);
      const bytes = writeVoice(voice);
      const read = readVoice(bytes);
      expect(read.network.shape).toEqual(shape);
      expect({ ...read.training }).toEqual(voice.training);
      expect(bitsOfFloats(read.level)).toEqual(bitsOfFloats(voice.level));
      roundToFile(voice.network);
      expect(bitsOfFloats(read.network.values)).toEqual(bitsOfFloats(voice.network.values));
      expect(writeVoice(read)).toEqual(bytes);
    },
  );

  it('is refused with any byte changed', () => {
    const bytes = writeVoice(someVoice(TINY));
    for (let at = 0; at < bytes.length; at += at < 600 ? 1 : 61) {
      const broken = bytes.slice();
      broken[at]! ^= 4;
      expect(() => readVoice(broken)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^model-/) }));
    }
    for (const length of [0, 7, 8, 100, bytes.length - 1]) {
      expect(() => readVoice(bytes.subarray(0, length))).toThrow(expect.objectContaining({ name: 'HarmoniumError' }));
    }
  });

  it.each<[string, RegExp]>([
    ['"channels":"4"~"channels":"6"', /channels/],
    ['"channels":"4"~"channels":"8"', /shape|tensor/],
    ['"rate":"8000"~"rate":"2000"', /"rate"/],
    ['"dilations":"1 2 4"~"dilations":"1 2  "', /"dilations"/],
    ['"dilations":"1 2 4"~"dilations":"0 2 4"', /"dilations"/],
    ['"output":"logistics"~"output":"gaussians"', /"output"/],
    ['"architecture":"wavenet"~"architecture":"wavenot"', /"architecture"/],
    ['"format":"harmonium-voice"~"format":"harmonium-vOice"', /"format"/],
    ['"version":"1"~"version":"2"', /newer version/],
    ['"training.seed"~"drowning.seed"', /no key but/],
  ])('is refused with %s', (change, message) => {
    const [from = '', to = ''] = change.split('~');
    const bytes = writeVoice(someVoice(TINY));
    const { dataStart } = readHeader(bytes);
    const header = new TextDecoder().decode(bytes.subarray(8, dataStart));
    // Without a digest, so that nothing else is at fault.
    const changed = header.replace(/"digest":"\w{8}",/, ' '.repeat(20)).replace(from, to);
    expect(changed).toHaveLength(header.length);
    const broken = bytes.slice();
    broken.set(new TextEncoder().encode(changed), 8);
    expect(() => readVoice(broken)).toThrow(message);
  });

  it('has numbers that fit into 16 bits', () => {
    const voice = someVoice(TINY);
    for (const wrong of [Number.NaN, 70_000]) {
      voice.network.head[0] = wrong;
      expect(() => writeVoice(voice)).toThrow(expect.objectContaining({ code: 'model-weights' }));
    }
  });
});
