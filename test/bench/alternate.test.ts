import { describe, expect, it } from 'vitest';
import { alternate, type Contestant, timed } from '../../bench/alternate.ts';

/** A contestant whose steps take as long as it says, by a clock of its own. */
function pretender(implementation: string, ms: number, log: string[]): Contestant {
  return {
    implementation,
    run: (count) => {
      log.push(`${implementation} ${count}`);
      return Array.from({ length: count }, () => ms);
    },
    checksum: () => 0,
  };
}

describe('alternating', () => {
  it('gives each a slice in turn until all have had their budget, and lets another begin each time', async () => {
    const log: string[] = [];
    const contestants = [pretender('quick', 1, log), pretender('slow', 10, log)];
    const samples = await alternate(contestants, { warmUp: 0, budget: 40, slice: 20, turns: 1 });
    expect(samples[0]).toEqual(Array.from({ length: 40 }, () => 1));
    expect(samples[1]).toEqual([10, 10, 10, 10]);
    expect(log.slice(0, 6)).toEqual(['quick 1', 'slow 1', 'slow 1', 'quick 1', 'quick 1', 'slow 1']);
  });

  it('sizes a turn by the warm step, and does not let one who is done go on', async () => {
    const log: string[] = [];
    await alternate([pretender('quick', 1, log), pretender('slow', 50, log)], {
      warmUp: 5,
      budget: 20,
      slice: 10,
      turns: 3,
    });
    const measured = log.slice(log.indexOf('quick 10'));
    expect(measured).toEqual(['quick 10', 'slow 1', 'slow 1', 'quick 10', 'quick 10', 'slow 1']);
  });

  it('does long work as often as it was told, and no more', async () => {
    const log: string[] = [];
    await alternate([pretender('job', 5000, log)], { warmUp: 0, budget: 0, slice: 0, turns: 3 });
    expect(log).toEqual(['job 1', 'job 1', 'job 1']);
  });

  it('times every step', () => {
    let steps = 0;
    const times = timed(() => steps++)(7);
    expect(steps).toBe(7);
    expect(times).toHaveLength(7);
    expect(times.every((ms) => ms >= 0)).toBe(true);
  });
});
