/**
 * The purposes of random streams: streams of different purposes are unrelated.
 *
 * Separate exports, gathered as `PURPOSE` in `math/random/random`, so that a bundle contains only those that it uses.
 *
 * @module
 */
export const weights = 1;
export const heldOut = 2;
export const shuffle = 3;
export const training = 4;
export const start = 5;
export const chain = 6;
export const playing = 7;
export const annealing = 8;
export const randomNotes = 9;
export const variation = 10;
export const refill = 11;
export const refillStart = 12;
export const dataBits = 13;
export const reconstruction = 14;
