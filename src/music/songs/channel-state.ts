/**
 * What a channel is set to at some moment: its instrument, its controllers, its pitch wheel.
 *
 * @module
 */
import { RESET_CONTROLLERS } from '../../midi/silencing.ts';
import type { ChannelPressure, ControlChange, PedalChange, PitchBend, ProgramChange, Song } from '../../midi/song.ts';

/** Changes of channels, as a song lists them. */
export interface ChannelChanges {
  readonly programs: readonly ProgramChange[];
  readonly pedals: readonly PedalChange[];
  readonly controls: readonly ControlChange[];
  readonly bends: readonly PitchBend[];
  readonly pressures: readonly ChannelPressure[];
}

/** A channel's settings; undefined for what the song does not say. */
export interface ChannelState {
  readonly program: number | undefined;
  readonly pedal: number | undefined;
  readonly bend: number | undefined;
  readonly pressure: number | undefined;
  /**
   * Values by the number of the controller; none of messages to the channel, from 120 on. Those of the bank are the ones that
   * hold: as they were at the last program change.
   */
  readonly controls: ReadonlyMap<number, number>;
  /** Whether another bank than that waits for the next program change. */
  readonly bankWaits: boolean;
}

/** The first controller that is a message to the channel. */
const FIRST_MODE = 120;

/** The controllers that choose a bank: for the next program change. */
export const BANK_SELECT: readonly number[] = [0, 32];

export const MODULATION = 1;

/** Controllers that a reset puts back: modulation, expression, portamento, sostenuto, soft pedal. */
const RESET: readonly number[] = [MODULATION, 11, 65, 66, 67];

/** {@link ChannelChanges} to which more can be added. */
export type ChangeLists = { [K in keyof ChannelChanges]: ChannelChanges[K][number][] };

/** No changes yet. */
export function noChanges(): ChangeLists {
  return { programs: [], pedals: [], controls: [], bends: [], pressures: [] };
}

/** A song's changes of channels; lists that it does not have are empty. */
export function changesOf({ programs, pedals, controls = [], bends = [], pressures = [] }: Song): ChannelChanges {
  return { programs, pedals, controls, bends, pressures };
}

/** The changes of each channel in the order of their ticks. */
export class ChannelHistory {
  readonly #channels = new Map<number, ChangeLists>();

  constructor(song: Song) {
    const changes = changesOf(song);
    for (const name of Object.keys(changes) as (keyof ChannelChanges)[]) {
      // Sorting keeps equals in order, so that the last of several at one tick holds.
      for (const change of [...changes[name]].sort((a, b) => a.tick - b.tick)) {
        let lists = this.#channels.get(change.channel);
        if (lists === undefined) this.#channels.set(change.channel, (lists = noChanges()));
        lists[name].push(change as never);
      }
    }
  }

  /** What a channel is set to once all is done that happens up to a tick. */
  stateAt(channel: number, tick: number): ChannelState {
    const { programs, pedals, controls, bends, pressures } = this.#channels.get(channel) ?? noChanges();
    const program = lastUpTo(programs, tick);
    const values = new Map<number, number>();
    const waiting = new Map<number, number>();
    let reset = -1;
    for (const { tick: at, controller, value } of controls) {
      if (at > tick) break;
      if (BANK_SELECT.includes(controller)) {
        waiting.set(controller, value);
        if (at <= (program?.tick ?? -1)) values.set(controller, value);
      } else if (controller < FIRST_MODE) values.set(controller, value);
      if (controller !== RESET_CONTROLLERS) continue;
      reset = at;
      for (const put of RESET) values.delete(put);
    }
    // A reset puts these back too; one in their own tick came before.
    const sinceReset = (change: { readonly tick: number; readonly value: number } | undefined): number | undefined =>
      change !== undefined && change.tick < reset ? 0 : change?.value;
    return {
      program: program?.program,
      pedal: lastUpTo(pedals, tick)?.value,
      bend: sinceReset(lastUpTo(bends, tick)),
      pressure: sinceReset(lastUpTo(pressures, tick)),
      controls: values,
      bankWaits: [...waiting].some(([controller, value]) => values.get(controller) !== value),
    };
  }

  /** The changes of a channel in the order of their ticks. */
  changesOn(channel: number): ChannelChanges {
    return this.#channels.get(channel) ?? noChanges();
  }

  /** Whether a channel is changed after a tick. */
  changesAfter(channel: number, tick: number): boolean {
    return Object.values(this.#channels.get(channel) ?? noChanges()).some(
      (list) => (list[list.length - 1]?.tick ?? -1) > tick,
    );
  }

  /** The channels of which anything is said, ascending. */
  channels(): number[] {
    return [...this.#channels.keys()].sort((a, b) => a - b);
  }

  /** Whether anything is said of a channel. */
  has(channel: number): boolean {
    return this.#channels.has(channel);
  }
}

function lastUpTo<T extends { readonly tick: number }>(list: readonly T[], tick: number): T | undefined {
  let found: T | undefined;
  for (const change of list) if (change.tick <= tick) found = change;
  return found;
}
