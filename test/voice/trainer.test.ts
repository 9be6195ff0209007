/**
 * Learning, and taking it up again.
 */
import { describe, expect, it } from 'vitest';
import { openDenseArena } from '../../src/lanes/dense-arena.ts';
import { resumeVoice, writeVoiceCheckpoint } from '../../src/voice/training/voice-checkpoint.ts';
import {
  createVoiceTrainer,
  heldOutBits,
  stepVoice,
  trainerBytes,
  type VoiceOptions,
  type VoiceTrainer,
} from '../../src/voice/training/voice-trainer.ts';
import { bitsOfFloats } from '../dense/values.ts';
import { NOTES, TINY } from './some-voice.ts';

const OPTIONS: VoiceOptions = { steps: 60, seed: 'x', streams: 2, samples: 64 };

function trained(steps: number, from: VoiceTrainer = createVoiceTrainer(TINY, NOTES, OPTIONS)): VoiceTrainer {
  for (let n = 0; n < steps; n++) stepVoice(from);
  return from;
}

describe('a training', () => {
  it('learns', () => {
    const trainer = createVoiceTrainer(TINY, NOTES, { ...OPTIONS, steps: 400 });
    const before = heldOutBits(trainer, NOTES);
    trained(400, trainer);
    expect(before).toBeGreaterThan(2.5);
    expect(heldOutBits(trainer, NOTES)).toBeLessThan(before - 0.4);
  });

  it('of one seed gives the same bytes, of another one others', () => {
    const [one, two] = [trained(20), trained(20)];
    expect(bitsOfFloats(two.network.values)).toEqual(bitsOfFloats(one.network.values));
    const other = trained(20, createVoiceTrainer(TINY, NOTES, { ...OPTIONS, seed: 'y' }));
    expect(bitsOfFloats(other.network.values)).not.toEqual(bitsOfFloats(one.network.values));
  });

  it('has the same bytes in lanes', () => {
    const arena = openDenseArena(trainerBytes(TINY, 64) + 4096);
    if (arena === undefined) return console.log('skipped: this engine has no WebAssembly with SIMD');
    const laned = trained(20, createVoiceTrainer(TINY, NOTES, OPTIONS, arena.kernels, arena.allocate));
    expect(bitsOfFloats(laned.network.values)).toEqual(bitsOfFloats(trained(20).network.values));
  });

  it.each([1, 17, 40])('that is taken up after %i steps ends with the same bytes', (steps) => {
    const whole = trained(60);
    const first = trained(steps);
    const bytes = writeVoiceCheckpoint(first, [1.5, 2.5]);
    const second = createVoiceTrainer(TINY, NOTES, OPTIONS);
    expect(resumeVoice(second, bytes)).toEqual([1.5, 2.5]);
    trained(60 - steps, second);
    expect(bitsOfFloats(second.network.values)).toEqual(bitsOfFloats(whole.network.values));
    expect(second.bits).toBe(whole.bits);
  });

  it('is not taken up by another one, nor from broken bytes', () => {
    const bytes = writeVoiceCheckpoint(trained(5), [0]);
    for (const other of [
      createVoiceTrainer(TINY, NOTES, { ...OPTIONS, steps: 61 }),
      createVoiceTrainer(TINY, NOTES, { ...OPTIONS, seed: 'y' }),
      createVoiceTrainer(TINY, NOTES.slice(1), OPTIONS),
      createVoiceTrainer({ ...TINY, channels: 8 }, NOTES, OPTIONS),
    ]) {
      expect(() => resumeVoice(other, bytes)).toThrow(expect.objectContaining({ code: 'checkpoint-other' }));
    }
    for (let at = 0; at < bytes.length; at += 97) {
      const broken = bytes.slice();
      broken[at]! ^= 1;
      expect(() => resumeVoice(createVoiceTrainer(TINY, NOTES, OPTIONS), broken)).toThrow(
        expect.objectContaining({ name: 'HarmoniumError' }),
      );
    }
  });

  it.each<[Partial<VoiceOptions>, string]>([
    [{ steps: 0 }, 'steps'],
    [{ streams: 65 }, 'streams'],
    [{ samples: 100 }, 'samples / 64'],
    [{ rate: 2 }, 'rate'],
    [{ noise: -1 }, 'noise'],
    [{ gain: 1.1 }, 'gain'],
  ])('refuses %j', (wrong, option) => {
    expect(() => createVoiceTrainer(TINY, NOTES, { ...OPTIONS, ...wrong })).toThrow(
      expect.objectContaining({ option }),
    );
  });

  it('needs notes', () => {
    expect(() => createVoiceTrainer(TINY, [], OPTIONS)).toThrow(expect.objectContaining({ code: 'no-notes' }));
  });
});
