/**
 * Words with their times, as PocketSphinx prints them.
 *
 * @module
 */

/** A word that was heard. */
export interface TimedWord {
  readonly word: string;
  /** Seconds from the start of the sound. */
  readonly start: number;
  readonly end: number;
  /** The recogniser's confidence, 0–1; with a grammar it is always 1. */
  readonly confidence: number;
}

/**
 * Reads the output of `pocketsphinx_continuous -time yes`: for each utterance a line of text, then lines such as
 * `happy 0.940 1.400 0.999800`.
 */
export function parseTimeLines(output: string): TimedWord[] {
  return output.split('\n').flatMap((line) => {
    const match = /^(\S+) (\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/u.exec(line);
    if (match === null) return [];
    const [, word = '', start, end, confidence] = match;
    return timedWord(word, Number(start), Number(end), Number(confidence));
  });
}

/**
 * Reads the output of `pocketsphinx single`: for each utterance a line of JSON, whose words are in `w`, each with its text `t`, start `b`,
 * duration `d` and confidence `p`.
 */
export function parseTimeJson(output: string): TimedWord[] {
  return output.split('\n').flatMap((line) => {
    const words = (parsed(line) as { w?: unknown } | null | undefined)?.w;
    return (Array.isArray(words) ? words : []).flatMap((entry: unknown) => {
      const { t, b, d, p } = (entry ?? {}) as Record<string, unknown>;
      if (typeof t !== 'string' || typeof b !== 'number' || typeof d !== 'number' || typeof p !== 'number') return [];
      return timedWord(t, b, b + d, p);
    });
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A word without the number of its pronunciation, `and(2)`; none for silence and noise, such as `<sil>`, `[NOISE]`, `(NULL)`. */
function timedWord(text: string, start: number, end: number, confidence: number): TimedWord[] {
  const word = text.replace(/\(\d+\)$/u, '').toLowerCase();
  return /^[\p{L}']/u.test(word) ? [{ word, start, end, confidence }] : [];
}
