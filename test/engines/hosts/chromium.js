/**
 * `node chromium.js PROGRAM PAGE BUNDLE`: runs a bundle in one of the pages of `pages.js`, prints what it prints.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { lineOf, servePages } from './pages.js';

const [program, page, bundle] = process.argv.slice(2);
const pages = await servePages(readFileSync(bundle, 'utf8'));
// Chromium refuses to sandbox for root.
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: process.getuid?.() !== 0 });
try {
  console.log(await lineOf(await browser.newPage(), `${pages.address}/${page}`));
} finally {
  await browser.close();
  pages.stop();
}
