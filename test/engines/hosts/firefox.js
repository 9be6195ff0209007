/**
 * `node firefox.js PROGRAM PAGE BUNDLE`: runs a bundle in one of the pages of `pages.js`, prints what it prints.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { launch } from 'puppeteer-core';
import { lineOf, servePages } from './pages.js';

const [program, page, bundle] = process.argv.slice(2);
const pages = await servePages(readFileSync(bundle, 'utf8'));
const browser = await launch({ browser: 'firefox', executablePath: program, headless: true });
try {
  console.log(await lineOf(await browser.newPage(), `${pages.address}/${page}`));
} finally {
  await browser.close();
  pages.stop();
}
