/**
 * `npm run fuzz -- --what commands`: every command on hostile files, each run in a process of its own.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS, prepareRun } from './commands.ts';
import { diceOf } from './dice.ts';
import { HOSTILE_KINDS, hostileSong } from './hostile-songs.ts';
import { judgeRun } from './judge-run.ts';
import { type Watched, watchRun } from './watch-run.ts';

/** Runs at a time. */
const POOL = 2;

/** A run is interrupted after so long: that is what progress and signals are for. */
const WATCHING = { interruptAfter: 8000, signal: 'SIGINT', patience: 20000 } as const;

/** Cases to run. */
export interface CommandCases {
  readonly seed: string;
  readonly from: number;
  /** How many of each command. */
  readonly cases: number;
  /** Only this command, if one is named. */
  readonly command: string | undefined;
  /** Stop after so many seconds of each command. */
  readonly seconds: number;
}

/** One run and what was wrong with it. */
export interface CommandFault {
  readonly command: string;
  readonly index: number;
  readonly kind: string;
  readonly args: string;
  readonly faults: readonly string[];
}

/** What came of a command's runs. */
export interface CommandTally {
  cases: number;
  outcomes: Record<string, number>;
  /** Milliseconds and kinds of the slowest runs, the slowest first. */
  slowest: { ended: number; spoke: number; memory: number; index: number; kind: string }[];
  faults: CommandFault[];
}

/** Who hears of a fault at once, and of a command when all its cases are done. */
export interface Hearing {
  readonly onFault: (fault: CommandFault) => void;
  readonly onCommand: (command: string, tally: CommandTally) => void;
}

/** Runs all cases of all commands. */
export async function fuzzCommands(
  { seed, from, cases, command, seconds }: CommandCases,
  { onFault, onCommand }: Hearing,
): Promise<Record<string, CommandTally>> {
  const tallies: Record<string, CommandTally> = {};
  for (const name of command === undefined ? Object.keys(COMMANDS) : [command]) {
    const tally: CommandTally = { cases: 0, outcomes: {}, slowest: [], faults: [] };
    tallies[name] = tally;
    const deadline = performance.now() + seconds * 1000;
    let next = from;
    const work = async (): Promise<void> => {
      while (next < from + cases && performance.now() < deadline) await runCase(tally, name, seed, next++, onFault);
    };
    await Promise.all(Array.from({ length: POOL }, work));
    onCommand(name, tally);
  }
  return tallies;
}

async function runCase(
  tally: CommandTally,
  command: string,
  seed: string,
  index: number,
  onFault: (fault: CommandFault) => void,
): Promise<void> {
  const dice = diceOf(`${command} ${seed}`, index);
  const kinds = Object.keys(HOSTILE_KINDS);
  const { kind, bytes } = hostileSong(dice, kinds[index % kinds.length]);
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-fuzz-'));
  try {
    const args = prepareRun(command, bytes, folder, dice);
    const ran = await watchRun(args, folder, WATCHING);
    const { outcome, faults } = judgeRun(ran, join(folder, 'out'), args.includes('--json'));
    tally.cases++;
    tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
    addSlow(tally, ran, index, kind);
    if (faults.length === 0) return;
    const fault = { command, index, kind, args: args.join(' ').replaceAll(folder, '.'), faults };
    tally.faults.push(fault);
    onFault(fault);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addSlow({ slowest }: CommandTally, { ended, spoke, memory }: Watched, index: number, kind: string): void {
  slowest.push({ ended, spoke, memory, index, kind });
  slowest.sort((a, b) => b.ended - a.ended);
  slowest.length = Math.min(slowest.length, 12);
}
