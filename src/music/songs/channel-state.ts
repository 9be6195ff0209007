/**
 * The state of a channel at a tick: program, controllers, pitch wheel, pressure.
 *
 * @module
 */
import { RESET_CONTROLLERS } from '../../midi/silencing.ts';
import type { ChannelPressure, ControlChange, PedalChange, PitchBend, ProgramChange, Song } from '../../midi/song.ts';

/** A song's channel events by kind. */
export interface ChannelChanges {
  readonly programs: readonly ProgramChange[];
  readonly pedals: readonly PedalChange[];
  readonly controls: readonly ControlChange[];
  readonly bends: readonly PitchBend[];
  readonly pressures: readonly ChannelPressure[];
}

/** A channel's state; undefined for what the song never sets. */
export interface ChannelState {
  readonly program: number | undefined;
  readonly pedal: number | undefined;
  readonly bend: number | undefined;
  readonly pressure: number | undefined;
  /** Values by controller number, 0–119. Bank select has the values in effect: those at the last program change. */
  readonly controls: ReadonlyMap<number, number>;
  /** Whether another bank has been selected since and awaits a program change. */
  readonly bankWaits: boolean;
}

/** The first channel mode message; those are no controllers. */
const FIRST_MODE = 120;

/** Bank select: takes effect with the next program change. */
export const BANK_SELECT: readonly number[] = [0, 32];

export const MODULATION = 1;

/** Controllers that "reset all controllers" resets: modulation, expression, portamento, sostenuto, soft pedal. */
const RESET: readonly number[] = [MODULATION, 11, 65, 66, 67];

/** {@link ChannelChanges} that can be added to. */
export type ChangeLists = { [K in keyof ChannelChanges]: ChannelChanges[K][number][] };

/** Empty lists. */
export function noChanges(): ChangeLists {
  return { programs: [], pedals: [], controls: [], bends: [], pressures: [] };
}

/** A song's channel events; lists that the song lacks are empty. */
export function changesOf({ programs, pedals, controls = [], bends = [], pressures = [] }: Song): ChannelChanges {
  return { programs, pedals, controls, bends, pressures };
}

/** The events of each channel, by tick. */
export class ChannelHistory {
  readonly #channels = new Map<number, ChangeLists>();

  constructor(song: Song) {
    const changes = changesOf(song);
    for (const name of Object.keys(changes) as (keyof ChannelChanges)[]) {
      // The sort is stable: of several events at one tick the last takes effect.
      for (const change of [...changes[name]].sort((a, b) => a.tick - b.tick)) {
        let lists = this.#channels.get(change.channel);
        if (lists === undefined) this.#channels.set(change.channel, (lists = noChanges()));
        lists[name].push(change as never);
      }
    }
  }

  /** A channel's state after all events up to and including a tick. */
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
    // A reset clears these too; a reset in the same tick counts as earlier.
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

  /** The events of a channel, by tick. */
  changesOn(channel: number): ChannelChanges {
    return this.#channels.get(channel) ?? noChanges();
  }

  /** Whether a channel has events after a tick. */
  changesAfter(channel: number, tick: number): boolean {
    return Object.values(this.#channels.get(channel) ?? noChanges()).some(
      (list) => (list[list.length - 1]?.tick ?? -1) > tick,
    );
  }

  /** The channels that have events, ascending. */
  channels(): number[] {
    return [...this.#channels.keys()].sort((a, b) => a - b);
  }

  /** Whether a channel has events. */
  has(channel: number): boolean {
    return this.#channels.has(channel);
  }
}

function lastUpTo<T extends { readonly tick: number }>(list: readonly T[], tick: number): T | undefined {
  let found: T | undefined;
  for (const change of list) if (change.tick <= tick) found = change;
  return found;
}
