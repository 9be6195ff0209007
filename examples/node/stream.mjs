// node examples/node/stream.mjs | head: an endless stream of notes, a line each: bar, step, pitch, length.
// A bar is computed when there is room for it, so a slow reader waits for nothing and a fast one never runs dry.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPlayer, readWindow, rollNotes, startChain, stepChain } from 'harmonium-rbm/player';

const player = openPlayer(
  readFileSync(new URL('../../fixtures/models/compact.safetensors', import.meta.url)),
  'autumn',
);

/** One chain that goes on for ever: ten steps to a bar, so that each is akin to the one before. */
function* lines() {
  startChain(player, 0);
  stepChain(player, 200);
  for (let bar = 0; ; bar++) {
    for (const { start, pitch, length } of rollNotes(readWindow(player))) {
      yield `${JSON.stringify({ bar, step: start, pitch, length })}\n`;
    }
    stepChain(player, 10);
  }
}

await pipeline(Readable.from(lines()), process.stdout).catch((error) => {
  // The reader has seen enough.
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
});
