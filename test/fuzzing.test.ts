/**
 * A slice of `npm run fuzz`, and proof that the fuzzer would notice.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HarmoniumError } from '../src/error.ts';
import type { Model } from '../src/model/model.ts';
import { goodMidiFiles } from './fuzz/corpus.ts';
import { HEADER_MUTATIONS } from './fuzz/header-mutations.ts';
import { type MidiCase, type MidiResult, midiTarget } from './fuzz/midi-target.ts';
import { minimise } from './fuzz/minimise.ts';
import { modelTarget } from './fuzz/model-target.ts';
import { parseOptions } from './fuzz/options.ts';
import { ROOT } from './fuzz/places.ts';
import { playerTarget } from './fuzz/player-target.ts';
import { prototypesTouched } from './fuzz/prototypes.ts';
import { type Case, Finding, type Target } from './fuzz/target.ts';
import { voiceTarget } from './fuzz/voice-target.ts';
import { wavTarget } from './fuzz/wav-target.ts';
import { slow } from './reference/slow.ts';

const files = goodMidiFiles([join(ROOT, 'fixtures/midi')]);
const model = new Uint8Array(readFileSync(join(ROOT, 'fixtures/models/default.safetensors')));

/** How often what came of the first cases; and which ways of breaking there were. */
function slice<C extends Case, R>(
  target: Target<C, R>,
  cases: number,
): { outcomes: Map<string, number>; how: Set<string> } {
  const outcomes = new Map<string, number>();
  const how = new Set<string>();
  for (let index = 0; index < cases; index++) {
    const made = target.make(index);
    for (const name of made.how) how.add(name);
    let outcome: string;
    try {
      outcome = target.judge(made, target.attempt(made));
    } catch (error) {
      throw new Error(`case ${index} (${made.how.join(', ')}): ${String(error)}`, { cause: error });
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return { outcomes, how };
}

function hex({ bytes }: Case): string {
  return Buffer.from(bytes).toString('hex');
}

describe('3,000 broken files', () => {
  it('of music: each is refused, or read as the plain reader reads it', () => {
    const { outcomes, how } = slice(midiTarget('slice', files), 3000);
    expect(outcomes.get('read')).toBeGreaterThan(1000);
    const codes = ['chunk', 'data-byte', 'division', 'header', 'status', 'too-long', 'truncated', 'variable-length'];
    expect(codes.filter((code) => !outcomes.has(`midi-${code}`))).toEqual([]);
    expect(how.size).toBeGreaterThan(40);
  });

  it('of models: each is refused, or read as the plain reader reads it', () => {
    const { outcomes, how } = slice(modelTarget('slice', [model]), 3000);
    expect(outcomes.get('read')).toBeGreaterThan(400);
    const codes = ['digest', 'header', 'metadata', 'shape', 'tensor', 'truncated', 'version', 'weights'];
    expect(codes.filter((code) => !outcomes.has(`model-${code}`))).toEqual([]);
    expect(how.size).toBeGreaterThan(30);
    expect(prototypesTouched()).toBe(false);
  });
});

describe('broken sounds and voices', () => {
  it('are refused, or read as they are written', () => {
    const sounds = slice(wavTarget('slice'), 3000).outcomes;
    expect([...sounds.keys()].sort()).toEqual(
      expect.arrayContaining(['read', 'wav-form', 'wav-format', 'wav-truncated']),
    );
    const voices = slice(voiceTarget('slice'), 1500).outcomes;
    expect(voices.get('read')).toBeGreaterThan(200);
    const codes = ['digest', 'header', 'metadata', 'shape', 'tensor', 'truncated', 'weights'];
    expect(codes.filter((code) => !voices.has(`model-${code}`))).toEqual([]);
  });
});

describe('the reader of the player', () => {
  const cases = slow('97,000 of 100,000 files for both readers') ? 100_000 : 3000;
  it(`takes what readModel takes of ${cases} files, refuses the rest, and plays the same`, {
    timeout: 3_600_000,
  }, () => {
    const { outcomes, how } = slice(playerTarget('slice', [model]), cases);
    expect(outcomes.get('read')).toBeGreaterThan(cases / 8);
    const codes = ['digest', 'header', 'metadata', 'shape', 'tensor', 'truncated', 'version', 'weights'];
    expect(codes.filter((code) => !outcomes.has(`model-${code}`))).toEqual([]);
    expect(Object.keys(HEADER_MUTATIONS).filter((name) => !how.has(name))).toEqual([]);
  });

  it('is held to readModel: a file that only one of them takes is noticed, and so is another model', () => {
    const target = playerTarget('1', []);
    const made = { bytes: model, how: [] };
    const { model: read, player } = target.attempt(made);
    const refusal = target.attempt({ bytes: model.subarray(1), how: [] }).player;
    expect(target.judge(made, { model: read, player })).toBe('read');
    expect(target.judge(made, { model: refusal as HarmoniumError, player: refusal })).toMatch(/^model-/);
    expect(() => target.judge(made, { model: read, player: refusal })).toThrow(/only the player refuses/);
    expect(() => target.judge(made, { model: refusal as HarmoniumError, player })).toThrow(/only the player takes/);
    const other = { ...(read as Model), tempo: 99 };
    expect(() => target.judge(made, { model: other, player })).toThrow(/another model/);
  });
});

describe('the fuzzer', () => {
  const target = midiTarget('1', files);
  const readable = (): { made: MidiCase; result: MidiResult } => {
    for (let index = 0; ; index++) {
      const made = target.make(index);
      const result = target.attempt(made);
      if (made.way === 'plain' && result.roll !== undefined && (result.song?.notes.length ?? 0) > 9)
        return { made, result };
    }
  };

  it('makes the same case again, whatever came between', () => {
    const first = hex(target.make(7));
    target.make(8);
    expect(hex(target.make(7))).toBe(first);
    expect(hex(midiTarget('2', files).make(7))).not.toBe(first);
  });

  it('notices a note that is missing, added or changed by one tick', () => {
    const { made, result } = readable();
    expect(target.judge(made, result)).toBe('read');
    const { song } = result;
    if (song === undefined) throw new Error('no song');
    const [first, ...others] = song.notes;
    if (first === undefined) throw new Error('no note');
    for (const notes of [others, [first, ...song.notes], [{ ...first, length: first.length + 1 }, ...others]]) {
      expect(() => target.judge(made, { ...result, song: { ...song, notes } })).toThrow(Finding);
    }
    for (const change of [{ end: song.end + 1 }, { ppq: song.ppq + 1 }, { tracks: 99 }]) {
      expect(() => target.judge(made, { ...result, song: { ...song, ...change } })).toThrow(Finding);
    }
  });

  it('notices a cell too many or too few on the roll', () => {
    const { made, result } = readable();
    const { roll } = result;
    if (roll === undefined) throw new Error('no roll');
    const bits = roll.bits.slice();
    bits[0] = (bits[0] ?? 0) ^ 1;
    expect(() => target.judge(made, { ...result, roll: { ...roll, bits } })).toThrow(Finding);
  });

  it('notices a weight that is another', () => {
    const models = modelTarget('1', [model]);
    const made = { bytes: model, how: [], same: undefined };
    const read = models.attempt(made);
    if (read instanceof Error) throw read;
    expect(models.judge(made, read)).toBe('read');
    const w = read.rbm.w.slice();
    w[5] = -(w[5] ?? 0);
    expect(() => models.judge(made, { ...read, rbm: { ...read.rbm, w } })).toThrow(Finding);
  });

  it('finds the smallest file that still does it', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);
    expect([...minimise(bytes, (some) => some.includes(77) && some.includes(99), 10_000)]).toEqual([77, 99]);
    expect(minimise(bytes, () => false, 10)).toBe(bytes);
  });

  it('understands its command line', () => {
    expect(parseOptions(['--what', 'midi', '--from', '5', '--data', 'a', '--data', '/b'], '/home')).toMatchObject({
      what: ['midi'],
      from: 5,
      cases: undefined,
      seconds: Number.POSITIVE_INFINITY,
      data: ['/home/a', '/b'],
    });
    for (const wrong of [['--what', 'all'], ['--cases', 'many'], ['--seconds', '-1'], ['--loud']]) {
      expect(() => parseOptions(wrong, '/')).toThrow(TypeError);
    }
  });
});
