/**
 * The fingerprints that stand fixed, so that a later version is compared with an earlier one too.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Fingerprints } from './fingerprints/fingerprints.ts';
import { CHANGELOG, FINGERPRINT_PAGE, GOLDEN } from './places.ts';

/** The fixed fingerprints. */
export function readGolden(): Fingerprints {
  return JSON.parse(readFileSync(GOLDEN, 'utf8'));
}

/** The changelog's line about these fingerprints. */
export function changelogLine(fingerprints: Fingerprints): string {
  const each = Object.entries(fingerprints).map(([name, value]) => `${name} ${value}`);
  return `- Fingerprints: ${each.join(', ')}.`;
}

/** What the changelog says under its newest heading "Outputs changed". */
export function newestChanges(changelog: string): string {
  const [, after = ''] = changelog.split(/^### Outputs changed$/m);
  return after.split(/^##/m)[0] ?? '';
}

/** A page with these fingerprints in its table: the code at the end of the line that begins with the name. */
export function pageWith(page: string, fingerprints: Fingerprints): string {
  return Object.entries(fingerprints).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^(\\| ${name} \\| .* \`)\\w+(?=\` \\|$)`, 'm'), `$1${value}`),
    page,
  );
}

/**
 * Fixes new fingerprints. The table in `docs/reproducibility.md` follows, and the changelog's line if the newest version,
 * which is not out yet, has one.
 *
 * @returns whether it has one: else somebody must write that outputs have changed
 */
export function writeGolden(fingerprints: Fingerprints): boolean {
  mkdirSync(dirname(GOLDEN), { recursive: true });
  writeFileSync(GOLDEN, `${JSON.stringify(fingerprints, null, 2)}\n`);
  writeFileSync(FINGERPRINT_PAGE, pageWith(readFileSync(FINGERPRINT_PAGE, 'utf8'), fingerprints));
  const changelog = readFileSync(CHANGELOG, 'utf8');
  const [head = '', newest = '', ...older] = changelog.split(/^(?=## )/m);
  const followed = newest.replace(/^- Fingerprints: .*$/m, changelogLine(fingerprints));
  writeFileSync(CHANGELOG, [head, followed, ...older].join(''));
  return newestChanges(followed).includes(changelogLine(fingerprints));
}
