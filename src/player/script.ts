/**
 * The player for where there are no modules: `dist/player.min.js` is this, bundled. It leaves one name, `harmonium`, on
 * `globalThis`, in a script tag, a worker, an AudioWorklet or a bare engine alike.
 *
 * @module
 */
import {
  HarmoniumError,
  openPlayer,
  playMidi,
  playWindow,
  readWindow,
  rollNotes,
  startChain,
  stepChain,
  windowMidi,
  writeWindow,
} from './index.ts';

Object.assign(globalThis, {
  harmonium: {
    HarmoniumError,
    rollNotes,
    openPlayer,
    playMidi,
    playWindow,
    readWindow,
    startChain,
    stepChain,
    windowMidi,
    writeWindow,
  },
});
