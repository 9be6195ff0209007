'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.songClock = songClock;
const tempo_ts_1 = require('../midi/tempo.js');
/**
 * What gives the second at which a tick comes: as `secondsAt` of `midi/tempo`, but the tempo changes are laid out once, so a
 * song of many notes and many tempos takes no longer than it must.
 */
function songClock(song) {
  const ticks = [0];
  // Sums of ticks × microseconds, whole numbers up to 2⁵³: divided once at the end.
  const sums = [0];
  const tempos = [60000000 / tempo_ts_1.DEFAULT_TEMPO];
  for (const { tick, microsecondsPerQuarter } of [...song.tempos].sort((a, b) => a.tick - b.tick)) {
    const last = ticks.length - 1;
    sums.push((sums[last] ?? 0) + (tick - (ticks[last] ?? 0)) * (tempos[last] ?? 0));
    ticks.push(tick);
    tempos.push(microsecondsPerQuarter);
  }
  return (tick) => {
    let low = 0;
    let high = ticks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((ticks[middle] ?? 0) <= tick) low = middle;
      else high = middle;
    }
    return ((sums[low] ?? 0) + (tick - (ticks[low] ?? 0)) * (tempos[low] ?? 0)) / song.ppq / 1000000;
  };
}
