/**
 * Progress of long work on stderr: a bar that redraws itself on a terminal, a line now and then elsewhere. Short work shows
 * none: it begins when the program has been silent for two seconds.
 *
 * @module
 */
import { clearStatus, duration, printMessage, showStatus, styled } from './terminal.ts';

const BAR_CELLS = 24;
const REDRAW_MS = 80;
const MAX_SILENCE_MS = 10_000;
const BRISK_MS = 1000;
/** How long the program may be silent. */
const QUIET_MS = 2000;

/** When progress was shown last. At first that is the program's start, from which `performance.now` counts. */
let last = 0;

/** A piece of work under way. */
export interface Progress {
  /** `done` of `of` parts are done; `note` says how it goes. */
  update(done: number, of: number, note: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Shows the progress of `title` once the program has been silent for two seconds; nothing at all when `silent`. */
export function showProgress(title: string, silent: boolean): Progress {
  if (silent) return { update() {}, end() {} };
  return process.stderr.isTTY === true ? bar(title) : lines(title);
}

/** How long the rest will take if it goes on like this. */
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
      // What ends just now need not begin to show.
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

/** A line for each tenth, but for those that come too fast, and one now and then if a tenth takes long. */
function lines(title: string): Progress {
  const started = performance.now();
  let tenth = 0;
  let begun = false;
  return {
    update(done, of, note) {
      const reached = Math.floor((10 * done) / of);
      const now = performance.now();
      // Lines come no closer than a second, however fast the tenths do.
      const due = reached === tenth ? MAX_SILENCE_MS : BRISK_MS;
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
