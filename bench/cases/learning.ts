/**
 * The two steps that all time goes into: ours and, if they were called, the peers'.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Contestant, timed } from '../alternate.ts';
import { dump } from '../check-peer.ts';
import { addVisible, cd1, gibbs, hash, IMPLEMENTATIONS } from '../ours.ts';
import type { Peer } from '../peer.ts';
import type { Team } from '../peers.ts';
import { type Scene, sceneName, type Work, type Workshop, writeWork } from '../work.ts';
import type { BenchCase } from './bench-case.ts';

/** While it is timed, a machine must stay what it is; so the steps are tiny, at the same cost. */
const STILL = 1e-6;
/** The result that is hashed: three steps at the article's rate. */
const RATE = 0.005;
const STEPS = 3;

/** What both kinds of case need. */
export interface Arena {
  readonly workshop: Workshop;
  readonly team: Team;
  /** A temporary folder. */
  readonly folder: string;
}

/** One CD-1 step of a batch, its update included. */
export function cd1Case(arena: Arena, scene: Scene): BenchCase {
  return {
    name: `cd1 ${sceneName(scene)}`,
    contestants: async () => {
      const work = arena.workshop.work(scene);
      const ours = IMPLEMENTATIONS.map(([implementation, kernels]) => ({
        implementation,
        run: timed(cd1(work, STILL, 'bench', kernels).step),
        checksum: () => {
          const { rbm, step } = cd1(work, RATE, 'bench', kernels);
          for (let n = 0; n < STEPS; n++) step();
          return hash(rbm.w, rbm.bv, rbm.bh);
        },
      }));
      const theirs = (peer: Peer): Contestant => ({
        implementation: peer.implementation,
        run: (count) => peer.time(`cd1 ${count} ${STILL}`),
        checksum: async () => {
          await peer.tell('reset');
          await peer.time(`cd1 ${STEPS} ${RATE}`);
          const { w, bv, bh } = await dump(peer, work, arena.folder);
          return hash(w, bv, bh);
        },
      });
      return [...ours, ...(await load(arena, work)).map(theirs)];
    },
  };
}

/** One Gibbs step of as many chains as the batch has windows. */
export function gibbsCase(arena: Arena, scene: Scene): BenchCase {
  return {
    name: `gibbs ${sceneName(scene)}`,
    contestants: async () => {
      const work = arena.workshop.work(scene);
      const ours = IMPLEMENTATIONS.map(([implementation, kernels]) => ({
        implementation,
        run: timed(gibbs(work, 'bench', kernels).step),
        checksum: () => {
          const { chains, step } = gibbs(work, 'bench', kernels);
          for (let n = 0; n < STEPS; n++) step();
          const sums = new Float32Array(work.rbm.visible);
          addVisible(sums, chains);
          return hash(sums);
        },
      }));
      const theirs = (peer: Peer): Contestant => ({
        implementation: peer.implementation,
        run: (count) => peer.time(`gibbs ${count}`),
        checksum: async () => {
          await peer.tell('reset');
          await peer.time(`gibbs ${STEPS}`);
          return hash((await dump(peer, work, arena.folder)).mean);
        },
      });
      return [...ours, ...(await load(arena, work)).map(theirs)];
    },
  };
}

/** Gives the work to all peers that can bear it. */
export async function load({ team, folder }: Arena, work: Work): Promise<Peer[]> {
  const able = team.running.filter(({ kind }) => work.rbm.w.length <= kind.mostWeights).map(({ peer }) => peer);
  const file = join(folder, 'work.bin');
  if (able.length > 0) writeWork(file, work);
  for (const peer of able) await peer.tell(`load ${file}`);
  rmSync(file, { force: true });
  return able;
}
