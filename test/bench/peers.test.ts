import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { learntLine } from '../../bench/cases/command.ts';
import { agreement, correlation, ourUpdate, ourVisible, peerUpdate, peerVisible } from '../../bench/check-peer.ts';
import { readCorpus } from '../../bench/corpus.ts';
import { PEER_KINDS, PYTHON, startPeers } from '../../bench/peers.ts';
import { PEERS } from '../../bench/places.ts';
import { type Work, Workshop, writeWork } from '../../bench/work.ts';

const folder = mkdtempSync(join(tmpdir(), 'harmonium-peers-'));
const corpus = readCorpus(fileURLToPath(new URL('../../fixtures/midi', import.meta.url)));
const workshop = new Workshop(corpus, true);
const team = await startPeers(PEER_KINDS);
for (const { implementation, install } of team.missing)
  console.log(`skipped: ${implementation} is not there (${install})`);
afterAll(() => {
  for (const { peer } of team.running) peer.close();
  rmSync(folder, { recursive: true });
});

const STEPS = 150;
const work = workshop.work({ steps: 1, hidden: 16, batch: 9, state: 'untrained' });
const ours = {
  update: [ourUpdate(work, STEPS, 'a'), ourUpdate(work, STEPS, 'b')],
  visible: [ourVisible(work, STEPS, 'a'), ourVisible(work, STEPS, 'b')],
} as const;

describe('agreement', () => {
  it('is of a correlation', () => {
    expect(correlation(Float64Array.of(1, 2, 3), Float64Array.of(10, 20, 30))).toBeCloseTo(1, 12);
    expect(correlation(Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1))).toBeCloseTo(-1, 12);
  });

  it('is as far as chance goes, and no farther', () => {
    const mean = Float64Array.of(3, 4);
    const again = Float64Array.of(3, 4.5);
    expect(agreement(Float64Array.of(3.5, 4), mean, again)).toMatchObject({ error: 0.1, noise: 0.1, agrees: true });
    expect(agreement(Float64Array.of(4, 4), mean, again)).toMatchObject({ error: 0.2, agrees: false });
    expect(() => agreement(Float64Array.of(1), mean, again)).toThrow('expected 2 values, got 1');
  });

  it('holds between two seeds of ours', () => {
    expect(agreement(ourUpdate(work, STEPS, 'c'), ...ours.update).agrees).toBe(true);
    expect(agreement(ourVisible(work, STEPS, 'c'), ...ours.visible).agrees).toBe(true);
  });

  it('does not hold for half the update, for its opposite, for none, or for another machine', () => {
    const update = ourUpdate(work, STEPS, 'c');
    for (const factor of [0.5, -1, 0]) {
      const wrong = update.map((value) => factor * value);
      expect(agreement(wrong, ...ours.update).agrees).toBe(false);
    }
    const other: Work = { ...work, rbm: { ...work.rbm, w: work.rbm.w.map((weight) => weight / 2) } };
    expect(agreement(ourUpdate(other, STEPS, 'c'), ...ours.update).agrees).toBe(false);
    expect(agreement(ourVisible(other, STEPS, 'c'), ...ours.visible).agrees).toBe(false);
  });
});

describe('peers', () => {
  const file = join(folder, 'work.bin');

  it.each(team.running.map(({ peer }) => [peer.implementation, peer] as const))(
    '%s computes what we compute',
    async (_name, peer) => {
      writeWork(file, work);
      await peer.tell(`load ${file}`);
      expect(agreement(await peerUpdate(peer, work, STEPS, folder), ...ours.update)).toMatchObject({ agrees: true });
      expect(agreement(await peerVisible(peer, work, STEPS, folder), ...ours.visible)).toMatchObject({ agrees: true });
      expect(await peer.time('cd1 3 1e-6')).toHaveLength(3);
      expect(await peer.time('gibbs 2')).toHaveLength(2);
    },
  );

  const inC = team.running.filter(({ peer }) => ['c', 'c-sparse'].includes(peer.implementation));
  it.skipIf(inC.length === 0)('in C compute the same where the hidden layer is wide', async () => {
    const steps = 20;
    const wide = workshop.work({ steps: 1, hidden: 500, batch: 9, state: 'untrained' });
    writeWork(file, wide);
    const update = [ourUpdate(wide, steps, 'a'), ourUpdate(wide, steps, 'b')] as const;
    const visible = [ourVisible(wide, steps, 'a'), ourVisible(wide, steps, 'b')] as const;
    for (const { peer } of inC) {
      await peer.tell(`load ${file}`);
      expect(agreement(await peerUpdate(peer, wide, steps, folder), ...update)).toMatchObject({ agrees: true });
      expect(agreement(await peerVisible(peer, wide, steps, folder), ...visible)).toMatchObject({ agrees: true });
    }
  });

  it('always include the one that needs nothing but Node', () => {
    expect(team.running.map(({ peer }) => peer.implementation)).toContain('naive-js');
  });

  it('are running or missing, each once', () => {
    const names = [
      ...team.running.map(({ peer }) => peer.implementation),
      ...team.missing.map((m) => m.implementation),
    ];
    expect(names.sort()).toEqual(PEER_KINDS.map(({ implementation }) => implementation).sort());
  });

  const numpy = team.running.some(({ peer }) => peer.implementation === 'numpy');
  it.skipIf(!numpy)("NumPy's program reads the same windows out of the same files", () => {
    const script = `
import sys, zlib
sys.path.insert(0, sys.argv[1])
import train_article
learnt = [song[1:] for song in train_article.windows(sys.argv[2])]
crc = 0
for song in learnt: crc = zlib.crc32(song.tobytes(), crc)
print('windows', sum(map(len, learnt)), 'crc32', crc)`;
    const ran = spawnSync(PYTHON, ['-B', '-c', script, PEERS, corpus.folder], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(ran.stdout.trim()).toBe(learntLine(corpus));
  });
});
