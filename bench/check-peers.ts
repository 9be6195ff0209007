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

/** How many samples a mean is taken over: as many as a peer has time for. Ours are taken once for each. */
const STEPS = [400, 100, 25, 8] as const;
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
    const known = new Map<number, Means>();
    for (const peer of await load(arena, work)) {
      const steps = await stepsFor(peer, quick);
      const ours = known.get(steps) ?? ourMeans(work, steps);
      known.set(steps, ours);
      const update = agreement(await peerUpdate(peer, work, steps, arena.folder), ...ours.update);
      const visible = agreement(await peerVisible(peer, work, steps, arena.folder), ...ours.visible);
      const found = `cd1 ${words(update)}; gibbs ${words(visible)}; ${steps} steps`;
      say(`check ${sceneName(scene)} ${peer.implementation}: ${found}`);
      if (!update.agrees || !visible.agrees) throw new Error(`${peer.implementation} computes something else`);
    }
  }
}

/** Our means, each twice, with different seeds. */
interface Means {
  readonly update: readonly [Float64Array, Float64Array];
  readonly visible: readonly [Float64Array, Float64Array];
}

function ourMeans(work: Work, steps: number): Means {
  return {
    update: [ourUpdate(work, steps, 'check'), ourUpdate(work, steps, 'again')],
    visible: [ourVisible(work, steps, 'check'), ourVisible(work, steps, 'again')],
  };
}

async function stepsFor(peer: Peer, quick: boolean): Promise<number> {
  const [, second = 1] = await peer.time('cd1 2 1e-6');
  const affordable = (quick ? BUDGET / 20 : BUDGET) / second;
  return STEPS.find((steps) => steps <= affordable) ?? Math.min(...STEPS);
}

/** "r 0.9996, off by 0.021 (0.022 by chance)" */
function words({ correlation, error, noise }: Agreement): string {
  return `r ${correlation.toFixed(4)}, off by ${error.toFixed(3)} (${noise.toFixed(3)} by chance)`;
}
