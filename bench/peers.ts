/**
 * The other implementations: how each is started, and how one gets it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Peer } from './peer.ts';
import { BUILT, PEERS } from './places.ts';
import type { Missing } from './report.ts';

/** An implementation that may be there. */
export interface PeerKind {
  readonly implementation: string;
  /** The command that installs it. */
  readonly install: string;
  /** The most weights it is asked to work on: beyond, a single step takes seconds. */
  readonly mostWeights: number;
  readonly start: () => Promise<Peer | undefined>;
}

/** Debian's own Python first: the packages that the install commands name are its. */
export const PYTHON: string = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

function python(implementation: string, script: string, debian: string): PeerKind {
  return {
    implementation,
    install: `apt-get install -y ${debian} libopenblas0-pthread`,
    mostWeights: Infinity,
    start: async () => (present(PYTHON) ? Peer.start(implementation, PYTHON, [join(PEERS, script)]) : undefined),
  };
}

function node(implementation: string, script: string, args: readonly string[], mostWeights: number): PeerKind {
  return {
    implementation,
    install: `npm install --prefix bench/peers/tfjs`,
    mostWeights,
    start: () => Peer.start(implementation, process.execPath, [join(PEERS, script), ...args]),
  };
}

/** A C program, compiled for this very machine when it starts. */
function c(implementation: string, source: string): PeerKind {
  return {
    implementation,
    install: 'apt-get install -y gcc libc6-dev',
    mostWeights: Infinity,
    start: async () => {
      if (!present('cc')) return undefined;
      mkdirSync(BUILT, { recursive: true });
      const program = join(BUILT, implementation);
      const flags = ['-std=gnu11', '-O3', '-march=native', '-ffast-math'];
      const compiled = spawnSync('cc', [...flags, '-o', program, join(PEERS, source), '-lm'], { encoding: 'utf8' });
      if (compiled.status !== 0) throw new Error(`cc could not compile ${source}: ${compiled.stderr}`);
      return Peer.start(implementation, program, []);
    },
  };
}

/** All of them. */
export const PEER_KINDS: readonly PeerKind[] = [
  python('numpy', 'numpy_as_written.py', 'python3-numpy'),
  python('numpy-tuned', 'numpy_tuned.py', 'python3-numpy'),
  python('torch', 'torch_cd.py', 'python3-torch'),
  python('sklearn', 'sklearn_rbm.py', 'python3-sklearn'),
  node('tfjs-cpu', 'tfjs/peer.js', ['cpu'], 200_000),
  node('tfjs-wasm', 'tfjs/peer.js', ['wasm'], 2_000_000),
  node('naive-js', 'naive.js', [], 200_000),
  c('c', 'cd.c'),
  c('c-sparse', 'cd_sparse.c'),
];

function present(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

/** Peers that run, each with its kind. */
export interface Team {
  readonly running: readonly { readonly kind: PeerKind; readonly peer: Peer }[];
  readonly missing: readonly Missing[];
}

/** Starts all that are there. */
export async function startPeers(kinds: readonly PeerKind[]): Promise<Team> {
  const running: { kind: PeerKind; peer: Peer }[] = [];
  const missing: Missing[] = [];
  for (const kind of kinds) {
    const peer = await kind.start();
    if (peer === undefined) missing.push({ implementation: kind.implementation, install: kind.install });
    else running.push({ kind, peer });
  }
  return { running, missing };
}
