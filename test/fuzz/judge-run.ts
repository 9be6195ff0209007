/**
 * Whether a run of the command on a hostile file went as it should.
 *
 * @module
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readMidi } from '#internal/midi/reading/read-midi';
import { readCheckpoint } from '#internal/model/checkpoints/read-checkpoint';
import { readModel } from '#internal/model/read-model';
import type { Watched } from './watch-run.ts';

/** Work that takes longer shows its progress. */
const LONG_MS = 5000;
/** Progress shows from two seconds on; the rest is for a process that starts on a busy machine. */
const SILENT_MS = 3500;
/** A signal takes effect within a second; the same for a busy machine. */
export const DEAF_MS = 2000;
/** MiB. Half an hour of sound takes the most, see `LONGEST_SOUND`. */
const MOST_MEMORY = 1500;

/** What came of a run, in a word, and what is wrong with it. */
export interface Judged {
  readonly outcome: string;
  readonly faults: readonly string[];
}

/** Judges a run that wrote to the folder `out`. One that is `quiet`, as with `--json`, shows no progress. */
export function judgeRun(ran: Watched, out: string, quiet: boolean): Judged {
  const faults: string[] = [];
  const { code, killedBy, err, ended, spoke, afterSignal, memory } = ran;
  if (/^\s+at .+:\d+:\d+\)?$/m.test(err)) faults.push(`a stack trace: ${firstLines(err)}`);
  if (memory > MOST_MEMORY) faults.push(`took ${Math.round(memory)} MiB`);
  if (ended > LONG_MS && spoke > SILENT_MS && !quiet)
    faults.push(`said nothing for ${seconds(Math.min(spoke, ended))}`);
  if (afterSignal !== undefined) {
    if (killedBy === 'SIGKILL') faults.push(`deaf: no end ${seconds(afterSignal)} after the signal`);
    else if (afterSignal > DEAF_MS) faults.push(`ended ${seconds(afterSignal)} after the signal`);
    // On a busy machine a refusal or the end may come just as the signal does.
    if (killedBy === null && ![130, 0, 2, 3].includes(code ?? 1)) faults.push(`exit code ${code} after the signal`);
    faults.push(...partialFiles(out));
    return { outcome: 'interrupted', faults };
  }
  if (killedBy !== null) faults.push(`ended by ${killedBy}: ${firstLines(err)}`);
  else if (code === 2 || code === 3) faults.push(...leftBehind(out));
  else if (code !== 0) faults.push(`exit code ${code}: ${firstLines(err)}`);
  if (code === 0) faults.push(...partialFiles(out));
  return { outcome: outcomeOf(ran), faults };
}

/** `done`, or the reason for the refusal without the figures in it. */
function outcomeOf({ code, err }: Watched): string {
  if (code === 0) return 'done';
  const line = err.trim().split('\n').at(-1) ?? '';
  const reason = line.replace(/^(harmonium:|cannot read|skipped) /, '').replace(/\S+\.mid: /, '');
  return `${code}: ${reason.replace(/\d[\d,.]*/g, '#').slice(0, 90)}`;
}

/** Whoever refuses a file writes none. */
function leftBehind(out: string): string[] {
  const left = readdirSync(out);
  return left.length === 0 ? [] : [`left behind: ${left.join(', ')}`];
}

/** What is wrong with the files that were written: after an interruption too each is whole, and none is temporary. */
export function partialFiles(out: string): string[] {
  return readdirSync(out).flatMap((name) => {
    try {
      checkFile(join(out, name));
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });
}

function checkFile(path: string): void {
  const bytes = new Uint8Array(readFileSync(path));
  if (path.endsWith('.mid')) {
    readMidi(bytes, { maxEvents: 1e9, maxTracks: 65535, maxBytes: 4294967295 });
  } else if (path.endsWith('.safetensors')) readModel(bytes);
  else if (path.endsWith('.svg')) {
    const text = new TextDecoder().decode(bytes);
    if (!text.startsWith('<svg') || !text.endsWith('</svg>\n')) throw new Error('expected a whole SVG file');
    if (/NaN|Infinity/.test(text)) throw new Error('a figure that is none');
  } else if (path.endsWith('.wav')) {
    const length = new DataView(bytes.buffer).getUint32(4, true);
    if (length + 8 !== statSync(path).size) throw new Error(`a WAV file of ${length + 8} bytes, it says`);
  } else if (path.endsWith('.checkpoint')) readCheckpoint(bytes);
  else throw new Error('should not be there');
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 3).join(' | ').slice(0, 300);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
