/**
 * Progress of long work on stderr: a bar on a terminal, lines elsewhere. It starts when the program has printed nothing for
 * two seconds, so short work shows none.
 *
 * @module
 */
import { clearStatus, duration, printMessage, showStatus, styled } from './terminal.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 80;
const MAX_SILENCE_MS = 10_000;
const MIN_INTERVAL_MS = 1000;
/** Progress starts after this time without output. */
const QUIET_MS = 2000;

/** When progress was last shown; 0 is the program's start. */
let last = 0;

/** Progress of one task. */
export interface Progress {
  /** `done` of `of` parts are done; `note` is shown beside. */
  update(done: number, of: number, note: string): void;
  /** Removes the bar. */
  end(): void;
}

/** Shows progress under `title`, after two seconds without output; never if `silent`. */
export function showProgress(title: string, silent: boolean): Progress {
  if (silent) return { update() {}, end() {} };
  return process.stderr.isTTY === true ? bar(title) : lines(title);
}

/** The estimated time left. */
function timeLeft(started: number, done: number, of: number): string {
  const seconds = (performance.now() - started) / 1000;
  return done === 0 ? '' : `${duration((seconds / done) * (of - done))} left`;
}

function bar(title: string): Progress {
  const started = performance.now();
  let begun = false;
  return {
    update(done, of, note) {
      const now = performance.now();
      const due = now - last >= (begun ? REDRAW_MS : QUIET_MS);
      // Work that is done needs no progress, unless it is already shown.
      if (done >= of ? !begun : !due) return;
      begun = true;
      last = now;
      const full = Math.round((BAR_CELLS * done) / of);
      const cells = styled('green', '█'.repeat(full)) + styled('dim', '░'.repeat(BAR_CELLS - full));
      const text = ` ${timeLeft(started, done, of).padEnd(15)} ${note}`;
      const room = Math.max(0, (process.stderr.columns || 80) - title.length - BAR_CELLS - 2);
      showStatus(`${title} ${cells}${text.slice(0, room)}`);
    },
    end: clearStatus,
  };
}

/** A line for each tenth, at most one a second; also one every ten seconds within a tenth. */
function lines(title: string): Progress {
  const started = performance.now();
  let tenth = 0;
  let begun = false;
  return {
    update(done, of, note) {
      const reached = Math.floor((10 * done) / of);
      const now = performance.now();
      const due = reached === tenth ? MAX_SILENCE_MS : MIN_INTERVAL_MS;
      if (begun ? now - last < due : now - last < QUIET_MS || done >= of) return;
      begun = true;
      tenth = reached;
      last = now;
      const percent = String(Math.floor((100 * done) / of)).padStart(3);
      printMessage(`${title} ${percent} %  ${timeLeft(started, done, of).padEnd(15)}  ${note}`.trimEnd());
    },
    end() {},
  };
}
