/**
 * A Restricted Boltzmann Machine that learns from MIDI files and writes new music.
 *
 * The core: it runs on any JavaScript engine, and the same seed gives the same bytes on each. Each part is also an entry point
 * of its own, such as `harmonium-rbm/midi`.
 *
 * @module harmonium-rbm
 */
export { type ErrorDetails, errorAbout, HarmoniumError } from './error.ts';
export { atOnce, type InParts } from './in-parts.ts';
export * from './midi/index.ts';
export * from './model/index.ts';
export * from './mood/index.ts';
export * from './music/index.ts';
export * from './picture/index.ts';
export * from './rbm/index.ts';
export * from './roll/index.ts';
export * from './sound/index.ts';
export * from './tabular/index.ts';
