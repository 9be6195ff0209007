/**
 * Who plays new notes: which channel each goes to, how hard it is struck, and what the channel must be set to.
 *
 * @module
 */
import { isDrumChannel, type Note, PORT_CHANNELS, type Song } from '../../midi/song.ts';
import {
  BANK_SELECT,
  type ChangeLists,
  type ChannelChanges,
  ChannelHistory,
  type ChannelState,
  MODULATION,
  noChanges,
} from './channel-state.ts';
import { median, onChannel, type Part, partFor, partsOf } from './parts.ts';

/** How new notes are played. What is undefined is as the notes are that they stand for. */
export interface NewVoice {
  /** 1–127 */
  readonly velocity?: number | undefined;
  /** General MIDI's number less one, 0–127. */
  readonly program?: number | undefined;
}

/** Who plays new notes, and the changes of channels that go with them in their track. */
export interface Instrumentation {
  /** Who plays a pitch. */
  of(pitch: number): { readonly channel: number; readonly velocity: number };
  /** What sets each channel; wanted only for those that get new notes. */
  readonly settings: ChannelChanges;
  /** What ends old notes that would sound on. */
  readonly releases: ChannelChanges;
}

/**
 * What makes the sound of a channel besides its program, and what it is where nothing is said: bank, volume, pan, expression,
 * modulation.
 */
const SOUND_CONTROLS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [32, 0],
  [7, 100],
  [10, 64],
  [11, 127],
  [MODULATION, 0],
]);

/** Volume and expression below this are a fade to silence, which no music goes on in. */
const FADED_BELOW = 16;
const LOUDNESS: readonly number[] = [7, 11];

/** The pedal that holds the notes that are down as it goes down; the one that holds all is a list of its own in songs. */
const SOSTENUTO = 66;
const ALL_NOTES_OFF = 123;

/**
 * The parts of some bars play on: on their own channels, set as they were at the end of their last notes, with the pedals up. A
 * channel that the song changes later plays on another one, if one is free.
 *
 * @param reference - the notes of these bars
 * @param at - tick at which the new notes begin, behind all of the song's
 */
export function continueParts(song: Song, reference: readonly Note[], voice: NewVoice, at: number): Instrumentation {
  const history = new ChannelHistory(song);
  const releases = releasesAt(song, history, at);
  if (voice.program !== undefined) return { ...addInstrument(song, history, reference, voice, at), releases };
  const settings = noChanges();
  const free = freeChannels(song, history, at);
  const parts = partsOf(reference).map((part) => {
    const channel = history.changesAfter(part.channel, at) ? (free.pop() ?? part.channel) : part.channel;
    const place = { tick: at, channel, track: song.tracks };
    // The pedals are let up by the releases.
    setSound(settings, place, stateAtEnd(history, part), { ...history.stateAt(channel, at), pedal: 0 });
    return onChannel(part, channel);
  });
  return { of: partChooser(parts, voice), settings, releases };
}

/** What a part's channel is set to at the end of its last note; where that has been faded out, as loud as the note began. */
function stateAtEnd(history: ChannelHistory, { channel, lastStart, end }: Part): ChannelState {
  const [began, ended] = [history.stateAt(channel, lastStart), history.stateAt(channel, end)];
  const controls = new Map(ended.controls);
  for (const controller of LOUDNESS) {
    if ((controls.get(controller) ?? FADED_BELOW) >= FADED_BELOW) continue;
    const before = began.controls.get(controller) ?? 0;
    controls.set(controller, before >= FADED_BELOW ? before : (SOUND_CONTROLS.get(controller) ?? before));
  }
  // Wheels that are moved under a note are the note's own.
  if (controls.has(MODULATION)) controls.set(MODULATION, began.controls.get(MODULATION) ?? 0);
  return { ...ended, controls, bend: began.bend };
}

/**
 * The parts whose notes are replaced play the new ones, on their own channels. What the song says of these holds: nothing else
 * is set.
 *
 * @param reference - the notes that are replaced
 * @param at - tick at which the new notes begin
 */
export function replaceParts(song: Song, reference: readonly Note[], voice: NewVoice, at: number): Instrumentation {
  const history = new ChannelHistory(song);
  if (voice.program !== undefined) return addInstrument(song, history, reference, voice, at);
  const parts = partsOf(reference);
  const settings = noChanges();
  for (const { channel } of parts) {
    // Many programs choose a track's instrument by its own events: it is said once more, unless that would change the bank.
    const { program, bankWaits } = history.stateAt(channel, at);
    if (program !== undefined && !bankWaits) {
      settings.programs.push({ tick: at, channel, track: song.tracks, program });
    }
  }
  return { of: partChooser(parts, voice), settings, releases: noChanges() };
}

/**
 * The new notes sound like others of the song, but on channels that none of the notes given uses, where there are any: keys
 * that come up on one channel end no note on another.
 *
 * @param reference - the notes that they stand for
 * @param kept - the notes that stay
 * @param at - tick at which the new notes begin
 */
export function addParts(
  song: Song,
  reference: readonly Note[],
  voice: NewVoice,
  kept: readonly Note[],
  at: number,
): Instrumentation {
  const history = new ChannelHistory(song);
  if (voice.program !== undefined) return addInstrument(song, history, reference, voice, at);
  const used = new Set(kept.map(({ channel }) => channel));
  const settings = noChanges();
  const free = freeChannels(song, history, at);
  const parts = partsOf(reference).map((part) => {
    const channel = used.has(part.channel) ? free.pop() : undefined;
    if (channel === undefined) return part;
    const place = { tick: at, channel, track: song.tracks };
    setSound(settings, place, { ...history.stateAt(part.channel, at), bend: 0 }, history.stateAt(channel, at));
    copyLaterChanges(settings, history.changesOn(part.channel), place);
    return onChannel(part, channel);
  });
  return { of: partChooser(parts, voice), settings, releases: noChanges() };
}

/** Another instrument plays, on a channel of its own; if there is none, the part with the nearest program does. */
function addInstrument(
  song: Song,
  history: ChannelHistory,
  reference: readonly Note[],
  voice: NewVoice,
  at: number,
): Instrumentation {
  const { program = 0 } = voice;
  const [main] = partsOf(reference).sort((a, b) => b.count - a.count);
  const { velocity = main?.velocity ?? median([]) } = voice;
  const settings = noChanges();
  const free = freeChannels(song, history, at).pop();
  if (free !== undefined) {
    const now = history.stateAt(free, at);
    const state = main === undefined ? now : stateAtEnd(history, main);
    // A bank is a program's own.
    const controls = new Map([...state.controls].filter(([controller]) => !BANK_SELECT.includes(controller)));
    setSound(settings, { tick: at, channel: free, track: song.tracks }, { controls, program, bend: 0 }, now);
  }
  const channel = free ?? nearestProgram(song, history, program);
  return { of: () => ({ channel, velocity }), settings, releases: noChanges() };
}

/** Lets up every pedal and every key that is down at a tick. */
function releasesAt(song: Song, history: ChannelHistory, at: number): ChannelChanges {
  const releases = noChanges();
  const track = song.tracks;
  for (const channel of history.channels()) {
    const { pedal = 0, controls } = history.stateAt(channel, at);
    if (pedal > 0) releases.pedals.push({ tick: at, channel, track, value: 0 });
    if ((controls.get(SOSTENUTO) ?? 0) > 0) {
      releases.controls.push({ tick: at, channel, track, controller: SOSTENUTO, value: 0 });
    }
  }
  for (const channel of hangingChannels(song)) {
    releases.controls.push({ tick: at, channel, track, controller: ALL_NOTES_OFF, value: 0 });
  }
  return releases;
}

type Place = { readonly tick: number; readonly channel: number; readonly track: number };

/**
 * Sets a channel to a sound: its program and what else makes it, with the pedal up. What neither the sound says nor the channel
 * has been told stays unsaid.
 *
 * @param now - what the channel is set to
 */
function setSound(
  changes: ChangeLists,
  place: Place,
  sound: Pick<ChannelState, 'program' | 'controls' | 'bend'>,
  now: ChannelState,
): void {
  for (const [controller, usual] of SOUND_CONTROLS) {
    const value = sound.controls.get(controller) ?? (now.controls.has(controller) ? usual : undefined);
    if (value !== undefined) changes.controls.push({ ...place, controller, value });
  }
  if (now.bankWaits) {
    for (const controller of BANK_SELECT) {
      if (!sound.controls.has(controller)) changes.controls.push({ ...place, controller, value: 0 });
    }
  }
  const program = sound.program ?? (now.program === undefined ? undefined : 0);
  if (program !== undefined) changes.programs.push({ ...place, program });
  if ((now.pedal ?? 0) > 0) changes.pedals.push({ ...place, value: 0 });
  if ((now.bend ?? 0) !== (sound.bend ?? 0)) changes.bends.push({ ...place, value: sound.bend ?? 0 });
  if ((now.pressure ?? 0) > 0) changes.pressures.push({ ...place, value: 0 });
}

/** Gives a channel what another is set to later on, but its pedal and its bends, which are its own notes'. */
function copyLaterChanges(
  changes: ChangeLists,
  { programs, controls }: ChannelChanges,
  { tick: from, channel, track }: Place,
): void {
  for (const { tick, program } of programs) if (tick > from) changes.programs.push({ tick, channel, track, program });
  for (const { tick, controller, value } of controls) {
    if (tick > from && SOUND_CONTROLS.has(controller))
      changes.controls.push({ tick, channel, track, controller, value });
  }
}

function partChooser(parts: readonly Part[], voice: NewVoice): Instrumentation['of'] {
  const chosen = new Map<number, Part>();
  return (pitch) => {
    const part = chosen.get(pitch) ?? partFor(parts, pitch);
    chosen.set(pitch, part);
    return { channel: part.channel, velocity: voice.velocity ?? part.velocity };
  };
}

/**
 * Melodic channels without notes, 0–15, the best last: those of which nothing is said, the lowest last, and before them those
 * that nothing changes after a tick. They are in use on no port, since instrumentation without ports hear all as one.
 */
function freeChannels(song: Song, history: ChannelHistory, at: number): number[] {
  const withNotes = new Set(song.notes.map(({ channel }) => channel % PORT_CHANNELS));
  const [configured, changing] = [new Set<number>(), new Set<number>()];
  for (const channel of history.channels()) {
    configured.add(channel % PORT_CHANNELS);
    if (history.changesAfter(channel, at)) changing.add(channel % PORT_CHANNELS);
  }
  const unused: number[] = [];
  for (let channel = PORT_CHANNELS - 1; channel >= 0; channel--) {
    if (!isDrumChannel(channel) && !withNotes.has(channel)) unused.push(channel);
  }
  return [
    ...unused.filter((channel) => configured.has(channel) && !changing.has(channel)),
    ...unused.filter((channel) => !configured.has(channel)),
  ];
}

/** The channel of the part whose last program is nearest to one. */
function nearestProgram(song: Song, history: ChannelHistory, program: number): number {
  let best = 0;
  let least = Infinity;
  for (const { channel } of partsOf(song.notes)) {
    const away = Math.abs((history.stateAt(channel, song.end).program ?? 0) - program);
    if (away >= least) continue;
    least = away;
    best = channel;
  }
  return best;
}

/** Channels with notes that nothing releases: only their note on stands in the file, whether it is among the notes or not. */
function hangingChannels({ source }: Song): number[] {
  const channels = new Set<number>();
  for (const { events, owners, end } of source?.tracks ?? []) {
    const counts = new Map<object, number>();
    let port = 0;
    for (const [n, owner] of owners.entries()) {
      if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1);
      const [status = 0, first = 0, second = 0] = [events[n]?.bytes[0], events[n]?.bytes[1], events[n]?.bytes[2]];
      if (status === 0xff && first === 0x21) port = second & 127;
      if (owner === undefined && (status & 0xf0) === 0x90 && second > 0)
        channels.add(port * PORT_CHANNELS + (status & 15));
    }
    for (const [owner, count] of counts) {
      if (count > 1 || !('pitch' in owner)) continue;
      const { channel, start, length } = owner as Note;
      if (start + length === end) channels.add(channel);
    }
  }
  return [...channels].sort((a, b) => a - b);
}
