// Runs inside QuickJS, which gives it `model`, the bytes of a model file, and takes what `tune` returns.
// Everything is made at the start; after that no step asks for memory.
const { openPlayer, startChain, stepChain, readWindow, writeWindow } = globalThis.harmonium;

const player = openPlayer(new Uint8Array(model), 'autumn');
const out = new Uint8Array(16384);

/** Ten Gibbs steps of chain `index` and its window as a MIDI file, in a buffer that is used again and again. */
globalThis.tune = (index) => {
  startChain(player, index);
  stepChain(player, 10);
  const length = writeWindow(out, player.model, readWindow(player));
  return out.buffer.slice(0, length);
};
