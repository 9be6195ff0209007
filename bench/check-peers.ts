/**
 * Checking all peers before any is timed.
 *
 * @module
 */
import { REAL_UNTRAINED, SMALL } from './cases/all.ts';
import { type Arena, load } from './cases/learning.ts';
import { type Agreement, agreement, ourUpdate, ourVisible, peerUpdate, peerVisible } from './check-peer.ts';
import type { Peer } from './peer.ts';
import { type Scene, sceneName, type Work } from './work.ts';

/** Samples of a mean, if a peer is not too slow. */
const MOST_STEPS = 400;
const FEWEST_STEPS = 8;
/** Milliseconds that a peer gets for one mean. */
const BUDGET = 2000;

/** On the small machine signal stands out of the noise soonest; on the untrained one both layers are busy. */
const SCENES: readonly Scene[] = [SMALL, { ...SMALL, state: 'untrained' }, REAL_UNTRAINED];

/**
 * Compares each peer's mean CD-1 update and mean Gibbs step with ours, and says how they agree.
 *
 * @throws {Error} naming the first peer that computes something else
 */
export async function checkPeers(arena: Arena, quick: boolean, say: (line: string) => void): Promise<void> {
  for (const scene of quick ? SCENES.slice(0, 1) : SCENES) {
    const work = arena.workshop.work(scene);
    for (const peer of await load(arena, work)) {
      const steps = await stepsFor(peer, quick);
      const update = await compareUpdates(peer, work, steps, arena.folder);
      const visible = await compareVisible(peer, work, steps, arena.folder);
      say(
        `check ${sceneName(scene)} ${peer.implementation}: cd1 ${words(update)}; gibbs ${words(visible)}; ${steps} steps`,
      );
      if (!update.agrees || !visible.agrees) throw new Error(`${peer.implementation} computes something else`);
    }
  }
}

async function stepsFor(peer: Peer, quick: boolean): Promise<number> {
  const [, second = 1] = await peer.time('cd1 2 1e-6');
  const steps = Math.round((quick ? BUDGET / 20 : BUDGET) / second);
  return Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, steps));
}

async function compareUpdates(peer: Peer, work: Work, steps: number, folder: string): Promise<Agreement> {
  const theirs = await peerUpdate(peer, work, steps, folder);
  return agreement(theirs, ourUpdate(work, steps, 'check'), ourUpdate(work, steps, 'again'));
}

async function compareVisible(peer: Peer, work: Work, times: number, folder: string): Promise<Agreement> {
  const theirs = await peerVisible(peer, work, times, folder);
  return agreement(theirs, ourVisible(work, times, 'check'), ourVisible(work, times, 'again'));
}

/** "r 0.9996, off by 0.021 (0.022 by chance)" */
function words({ correlation, error, noise }: Agreement): string {
  return `r ${correlation.toFixed(4)}, off by ${error.toFixed(3)} (${noise.toFixed(3)} by chance)`;
}
