/**
 * What a peer says, a line each. A peer is a program of its own that stays for the whole run and does its own timing; it is
 * asked on stdin and answers on stdout.
 *
 *     load FILE          ok                 take machine and batch from a file (see `writeWork`)
 *     reset              ok                 as loaded
 *     cd1 COUNT RATE     ms T T T …         that many CD-1 steps; the milliseconds of each
 *     gibbs COUNT        ms T T T …         that many Gibbs steps of all chains, which go on from where they are
 *     check-cd1 COUNT RATE   ok             steps of CD-1 proper, for peers whose own is a variation
 *     check-gibbs COUNT      ok             that many times one Gibbs step from the batch
 *     dump FILE          ok                 write w, bv, bh, and the mean of the visible units after the last gibbs or
 *                                           check-gibbs, as float32
 *     dense NAME COUNT   ms T T T …         that many steps of a dense kernel (see `cases/dense.ts`)
 *     dense-dump NAME FILE   ok             write what one step of it from the start leaves, as float32
 *
 * First of all a peer says `ready VERSION`, or `missing REASON` and ends. To what it cannot do it answers `error REASON`.
 *
 * @module
 */

/** An answer. */
export type Reply =
  | { readonly kind: 'ready' | 'missing' | 'error'; readonly text: string }
  | { readonly kind: 'ok' }
  | { readonly kind: 'ms'; readonly times: readonly number[] };

/**
 * Understands a line.
 *
 * @throws {Error} if it is none of the above
 */
export function parseReply(line: string): Reply {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
  if (word === 'ok' && rest === '') return { kind: 'ok' };
  if (word === 'ready' || word === 'missing' || word === 'error') return { kind: word, text: rest };
  if (word === 'ms') {
    const times = rest === '' ? [] : rest.split(/\s+/).map(Number);
    if (times.every((ms) => Number.isFinite(ms) && ms >= 0)) return { kind: 'ms', times };
  }
  throw new Error(`expected ready, missing, ok, ms with times, or error, got "${line}"`);
}
