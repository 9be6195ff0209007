/**
 * `npm run fuzz -- --what signals`: long work of every command, interrupted.
 *
 * @module
 */
import { DEAF_MS } from './judge-run.ts';
import { interruptWork, LONG_WORK } from './long-work.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** When signals come, in milliseconds: while a file is read, as a rule, and in the middle of the work. */
const MOMENTS = [700, 2500];

/** Interrupts all works, or those whose names begin with `command`; tells each to `say`. Gives how many went wrong. */
export async function fuzzSignals(command: string | undefined, say: (line: string) => void): Promise<number> {
  let wrong = 0;
  for (const name of Object.keys(LONG_WORK)) {
    if (command !== undefined && name !== command && !name.startsWith(`${command},`)) continue;
    for (const [n, after] of MOMENTS.entries()) {
      const signal = SIGNALS[n % SIGNALS.length] ?? 'SIGINT';
      const { ran, faults } = await interruptWork(name, { after, signal, patience: 20000 });
      const { code, killedBy, afterSignal } = ran;
      const late = afterSignal ?? 0;
      // Before the program listens the system ends it.
      const how = afterSignal === undefined ? 'done before' : killedBy === null ? `code ${code}` : `by ${killedBy}`;
      const right =
        late <= DEAF_MS && faults.length === 0 && (afterSignal === undefined || code === 130 || killedBy === signal);
      if (!right) wrong++;
      say(
        `${right ? 'right' : 'WRONG'} ${name}, ${signal} after ${after} ms: ${how}, ${Math.round(late)} ms later ${faults.join('; ')}`,
      );
    }
  }
  return wrong;
}
