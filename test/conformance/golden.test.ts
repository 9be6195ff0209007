import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allFingerprints, type Fingerprints } from '../engines/fingerprints/fingerprints.ts';
import { changelogLine, newestChanges, pageWith, readGolden } from '../engines/golden.ts';
import { readMaterial } from '../engines/material.ts';
import { CHANGELOG, FINGERPRINT_PAGE } from '../engines/places.ts';

const golden: Fingerprints = readGolden();

it('every fingerprint is the fixed one; if outputs change on purpose: npm run engines -- --write', () => {
  expect(allFingerprints(readMaterial())).toEqual(golden);
});

it('packed and plain kernels learn the same weights', () => {
  expect(golden['packed']).toMatch(/^[0-9a-f]{8}$/);
  expect(golden['packed']).toBe(golden['plain']);
  expect(new Set(Object.values(golden)).size).toBe(Object.keys(golden).length - 1);
});

it('no fingerprint changes unless the changelog says so under "Outputs changed"', () => {
  expect(newestChanges(readFileSync(CHANGELOG, 'utf8'))).toContain(changelogLine(golden));
});

it('the page about reproducibility has them in its table', () => {
  const page = readFileSync(FINGERPRINT_PAGE, 'utf8');
  expect(pageWith(page, golden)).toBe(page);
  for (const name of Object.keys(golden)) {
    expect(pageWith(page, { [name]: '00000000' })).not.toBe(page);
  }
});

it('finds the newest heading, in whatever version it stands', () => {
  const older = '## 0.2.0\n\n- Faster.\n\n## 0.1.0\n\n### Outputs changed\n\n- Fingerprints: exp 1.\n\n## 0.0.1\n';
  expect(newestChanges(`# Changelog\n\n${older}`)).toBe('\n\n- Fingerprints: exp 1.\n\n');
  expect(newestChanges(`## 0.3.0\n\n### Outputs changed\n\n- All.\n\n${older}`)).not.toContain('exp 1');
  expect(newestChanges('## 0.3.0\n')).toBe('');
});
