import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/in-parts.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import { meanHammingDistance, nearestHammingDistancesInParts } from '../../src/music/evaluate/hamming-distance.ts';
import { createBaseline, type Judgement, judge } from '../../src/music/evaluate/judge.ts';
import { judgedRoll } from '../../src/music/evaluate/judged-roll.ts';
import { quantile, quantileGap } from '../../src/music/evaluate/quantiles.ts';
import { randomNotes } from '../../src/music/evaluate/random-notes.ts';
import { splitSongs } from '../../src/music/evaluate/split-songs.ts';
import { type WindowSet, windowsOfInParts } from '../../src/music/evaluate/window-set.ts';
import { windowStatistics } from '../../src/music/evaluate/window-statistics.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { shared } from '../shared.ts';
import { aSong } from '../sound/a-song.ts';

const CORPUS = fileURLToPath(new URL('../../fixtures/midi', import.meta.url));

function midiFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.midi?$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function rolls(files: readonly string[]): PianoRoll[] {
  return files.flatMap((file) => judgedRoll(readMidi(readFileSync(file), { hanging: 'leave-out' })) ?? []);
}

/** Judges files by a split of a corpus. */
function judged(generated: readonly string[], corpus: string, split: number): Judgement {
  const { heldOut, training } = splitSongs(midiFiles(corpus), (file) => basename(file), split);
  return judge(createBaseline(rolls(heldOut), rolls(training)), rolls(generated));
}

const windowsOf = (made: readonly PianoRoll[], stride: number): WindowSet => atOnce(windowsOfInParts(made, stride));
const nearestDistances = (windows: WindowSet, others: WindowSet): Float64Array =>
  atOnce(nearestHammingDistancesInParts(windows, others));

const own = midiFiles(CORPUS).filter((file) => basename(file).startsWith('own-'));

/** A roll of notes, in sixteenths: pitch, start, length. */
function roll(...notes: readonly (readonly [number, number, number])[]): PianoRoll {
  const song = aSong(notes.map(([pitch, start, length]) => ({ pitch, start: start * 120, length: length * 120 })));
  return judgedRoll(song)!;
}

describe('judgedRoll', () => {
  it('goes to the nearest sixteenth, of two to the even one, and ends with a bar', () => {
    // 480 ticks a quarter note: 60 lies between steps 0 and 1, 180 between 1 and 2, 1740 between 14 and 15.
    const song = aSong([
      { start: 60, length: 120, pitch: 60 },
      { start: 1740, length: 61, pitch: 62 },
    ]);
    const made = judgedRoll(song)!;
    expect(made.steps).toBe(16);
    expect(made.bits).toEqual(roll([60, 0, 2], [62, 14, 1]).bits);
    expect(windowStatistics(windowsOf([made], 16)).dur).toBe(1.5);
    expect(judgedRoll(aSong([{ start: 1860, length: 181 }]))!.steps).toBe(32);
  });

  it('leaves out drums, other pitches and notes beyond the last bar', () => {
    expect(judgedRoll(aSong([{ channel: 9 }, { pitch: 23 }, { pitch: 102 }]))).toBeUndefined();
    const bar = aSong([{ pitch: 24, length: 1920 }, { pitch: 101, length: 0, start: 1920 }, { pitch: 110 }]);
    expect(judgedRoll(bar)).toEqual(roll([24, 0, 16]));
  });
});

describe('window statistics', () => {
  it('are what one counts by hand', () => {
    // A bar of C major, its E struck again half-way, and a B against the C at the end; then a bar of one low A.
    const bars = roll([60, 0, 16], [64, 0, 8], [64, 8, 8], [67, 0, 12], [71, 12, 4], [45, 18, 2]);
    const { each, chord, clash, four, bad, dur, polyphony, classes } = windowStatistics(windowsOf([bars], 16));
    expect([...each.poly]).toEqual([3, 2 / 16]);
    expect(each.polysd[1]).toBeCloseTo(Math.sqrt((2 / 16) * (14 / 16)), 12);
    expect([...each.ons]).toEqual([5 / 4, 1 / 4]);
    // The last four steps are C, E and B: three notes of a major seventh chord, and a semitone apart.
    expect([...each.chord]).toEqual([1, 0]);
    expect([...each.clash]).toEqual([4 / 16, 0]);
    expect([...each.scale]).toEqual([1, 1]);
    expect([...each.empty]).toEqual([0, 14 / 16]);
    expect([...each.npc]).toEqual([3, 2 / 16]);
    expect([...each.dur]).toEqual([48 / 5, 2]);
    expect([...each.pitch]).toEqual([(60 * 16 + 64 * 16 + 67 * 12 + 71 * 4) / 48, 45]);
    expect([...each.onbeat]).toEqual([1, 0]);
    expect({ chord, clash, four, bad, dur }).toEqual({ chord: 16 / 18, clash: 4 / 18, four: 0, bad: 0, dur: 50 / 6 });
    expect([...polyphony.subarray(0, 5)]).toEqual([14, 2, 0, 16, 0]);
    expect([...classes]).toEqual([16, 0, 0, 0, 16, 0, 0, 12, 0, 2, 0, 4]);
  });

  it('count a note that is held on from before a window as begun with it', () => {
    const { each } = windowStatistics(windowsOf([roll([60, 0, 32])], 16));
    expect([...each.dur]).toEqual([16, 16]);
    expect([...each.ons]).toEqual([1 / 4, 0]);
  });
});

describe('distances', () => {
  it('between windows count the bits that differ', () => {
    const [a, b, c] = [[[60, 0, 4]], [[60, 0, 5]], [[61, 0, 4]]].map((notes) => roll(...(notes as [[0, 0, 0]])));
    const windows = windowsOf([a!, b!, c!], 16);
    // One more cell; four cells and a stroke moved.
    expect(meanHammingDistance(windows)).toBe((1 + 10 + 11) / 3);
    expect([...nearestDistances(windows, windowsOf([b!, c!], 16))]).toEqual([1, 0, 0]);
    expect(meanHammingDistance(windowsOf([a!], 16))).toBe(0);
  });

  it('between lists compare quantiles', () => {
    expect([0, 0.25, 0.5, 1].map((q) => quantile(Float64Array.of(1, 2, 4), q))).toEqual([1, 1.5, 2, 4]);
    expect(quantile(Float64Array.of(7), 0.3)).toBe(7);
    expect(quantileGap(Float64Array.of(3, 1, 2), Float64Array.of(4, 2, 3))).toBeCloseTo(1, 12);
  });
});

function songOf(name: string): string {
  return name.charAt(0).toLowerCase();
}

describe('splitSongs', () => {
  const names = ['B - Verse.mid', 'a - Chorus.mid', 'A - Verse.mid', 'c.mid', 'D.mid', 'b - chorus.mid'];

  it('keeps sections together, whatever their order', () => {
    for (let split = 0; split < 20; split++) {
      const { heldOut, training } = splitSongs(names, (name) => name, split);
      expect([...heldOut, ...training].sort()).toEqual([...names].sort());
      expect(heldOut.length).toBeGreaterThan(0);
      for (const name of heldOut) expect(training.map(songOf)).not.toContain(songOf(name));
      const turned = splitSongs([...names.slice(3), ...names.slice(0, 3)], (name) => name, split);
      expect([...turned.heldOut].sort()).toEqual([...heldOut].sort());
    }
  });

  it('holds out these of the bundled songs', () => {
    const { heldOut } = splitSongs(midiFiles(CORPUS), (file) => basename(file), 0);
    expect(heldOut.map((file) => basename(file, '.mid')).join(' ')).toBe(
      'aura-lee lieber-augustin london-bridge o-tannenbaum own-blues-in-a own-circle-of-fifths own-flat-seven own-folia' +
        ' own-march own-open-road own-plagal-hymn own-two-five-one silent-night',
    );
  });

  it('refuses splits that are none', () => {
    expect(() => splitSongs(names, (name) => name, -1)).toThrow(expect.objectContaining({ code: 'option-range' }));
  });
});

describe('a judgement', () => {
  it('has the figures that the same definitions give in NumPy', () => {
    const result = judged(own, CORPUS, 0);
    expect(result.windows).toEqual({ generated: 497, heldout: 861, training: 3153 });
    for (const [name, ratio] of Object.entries(RATIOS)) {
      expect(result.ratio[name as keyof typeof RATIOS] - ratio).toBeCloseTo(0, 9);
    }
    // NumPy sums these in float32.
    expect(result.ratio.pcjs).toBeCloseTo(1.09519541, 4);
    expect(result.gm).toBeCloseTo(0.93811244, 6);
    expect(result.pair).toBeCloseTo(0.97075366, 6);
    expect([result.copy, result.nn]).toEqual([0.745, 0]);
    const { poly, dur, chord, four, pitch } = result.generated;
    const shown = [poly, dur, chord, four, pitch].map((value) => Number(value.toFixed(3)));
    expect(shown).toEqual([4.299, 5.126, 0.878, 0.504, 57.765]);
  });

  it('finds random notes far off, and the same every time', () => {
    const { heldOut, training } = splitSongs(midiFiles(CORPUS), (file) => basename(file), 1);
    const learnt = rolls(training);
    const baseline = createBaseline(rolls(heldOut), learnt);
    const noise = randomNotes(learnt, 200, 'floor');
    expect(randomNotes(learnt, 7, 'floor')).toEqual(noise.slice(0, 7));
    const [bad, good] = [judge(baseline, noise), judge(baseline, learnt)];
    expect(bad.gm).toBeGreaterThan(4);
    expect(bad.generated.chord).toBeLessThan(0.3);
    expect(good.gm).toBeLessThan(1.5);
    expect(judge(baseline, noise)).toEqual(bad);
  });

  it('needs music on all sides', () => {
    const some = [roll([60, 0, 4])];
    for (const make of [
      () => createBaseline([], some),
      () => createBaseline(some, []),
      () => judge(createBaseline(some, some), []),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'no-windows' }));
    }
  });
});

const RATIOS = {
  poly: 0.6177705909530008,
  polysd: 0.2742477195855487,
  ons: 1.8497169325784875,
  chord: 0.7365229081933422,
  clash: 2.572647765497357,
  scale: 0.4512149476476624,
  empty: 0,
  npc: 0.7379626688589525,
  dur: 4.392809820540969,
  pitch: 2.165517970160746,
  onbeat: 0.9574511272464622,
  polytv: 0.6733513305052062,
};

const program = shared('measure/music.py');
const python = program !== undefined && spawnSync('python3', ['-c', 'import numpy']).status === 0;
if (program !== undefined && !python) console.log('skipped: python3 has no numpy');

describe.skipIf(!python)('the NumPy program beside it', () => {
  it.each([
    ['corpora/pop', 2],
    ['corpora/jsfakes', 1],
  ])(
    'agrees about our own pieces beside %s, split %i',
    (name, split) => {
      const corpus = shared(name);
      if (corpus === undefined) return;
      const folder = mkdtempSync(join(tmpdir(), 'harmonium-'));
      try {
        for (const file of own) copyFileSync(file, join(folder, basename(file)));
        const ran = spawnSync(
          'python3',
          ['-B', program!, '--generated', folder, '--corpus', corpus, '--split', String(split), '--json'],
          { encoding: 'utf8', maxBuffer: 1 << 24 },
        );
        const theirs = JSON.parse(ran.stdout);
        const ours = judged(own, corpus, split);
        expect(ours.windows).toEqual(theirs.windows);
        expect(ours.copy).toBe(theirs.copy);
        for (const [figure, ratio] of Object.entries(ours.ratio)) {
          // Divergence, nearest and mean distances are float32 there.
          const off = Math.abs(ratio - theirs.ratio[figure]) / Math.max(1, ratio);
          expect(off).toBeLessThan(figure === 'pcjs' ? 1e-4 : 1e-9);
        }
        for (const figure of ['gm', 'nn', 'pair'] as const) {
          expect(Math.abs(ours[figure] - theirs[figure])).toBeLessThan(1e-6 * Math.max(1, ours[figure]));
        }
        for (const music of ['generated', 'heldout', 'training'] as const) {
          for (const [figure, value] of Object.entries(ours[music])) {
            expect(Math.abs(value - theirs[music][figure])).toBeLessThan(0.00050001);
          }
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
