/**
 * Who plays new notes: which channel each goes to, how hard it is struck, and what the channel must be set to.
 *
 * @module
 */
import { isDrumChannel, type Note, PORT_CHANNELS, type Song } from '../midi/song.ts';
import {
  type ChangeLists,
  type ChannelChanges,
  ChannelHistory,
  type ChannelState,
  changesOf,
  MODULATION,
  noChanges,
} from './channel-state.ts';
import { median, movedTo, type Part, partFor, partsOf } from './parts.ts';

/** How new notes are played. What is undefined is as the notes are that they stand for. */
export interface NewVoice {
  /** 1–127 */
  readonly velocity?: number | undefined;
  /** General MIDI's number less one, 0–127. */
  readonly program?: number | undefined;
}

/** Who plays new notes, and the changes of channels that go with them in their track. */
export interface Players {
  /** Who plays a pitch. */
  of(pitch: number): { readonly channel: number; readonly velocity: number };
  /** What sets each channel; wanted only for those that get new notes. */
  readonly settings: ChannelChanges;
  /** What ends old notes that would sound on. */
  readonly releases: ChannelChanges;
}

/** What makes the sound of a channel besides its program, and what it is where nothing is said: bank, volume, pan, expression. */
const SOUND_CONTROLS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [32, 0],
  [7, 100],
  [10, 64],
  [11, 127],
]);

/** The pedal that holds the notes that are down as it goes down; the one that holds all is a list of its own in songs. */
const SOSTENUTO = 66;
const ALL_NOTES_OFF = 123;

/**
 * The parts of some bars play on: on their own channels, set as they were when they were last heard, with the pedals up. A
 * channel that the song changes later plays on another one, if one is free.
 *
 * @param like - the notes of these bars
 * @param at - tick at which the new notes begin, behind all of the song's
 */
export function playOn(song: Song, like: readonly Note[], voice: NewVoice, at: number): Players {
  const history = new ChannelHistory(song);
  const releases = releasesAt(song, history, at);
  if (voice.program !== undefined) return { ...playAnew(song, history, like, voice, at), releases };
  const settings = noChanges();
  const taken = new Set<number>();
  const parts = partsOf(like).map((part) => {
    const heard = history.stateAt(part.channel, part.last);
    const free = history.changesAfter(part.channel, at) ? freeChannel(song, history, taken) : undefined;
    const channel = free ?? part.channel;
    taken.add(channel);
    const place = { tick: at, channel, track: song.tracks };
    setSound(settings, place, heard, free !== undefined && history.has(free));
    if (free === undefined) putBack(settings, place, heard, history.stateAt(channel, at));
    return movedTo(part, channel);
  });
  return { of: choose(parts, voice), settings, releases };
}

/**
 * The parts whose notes are replaced play the new ones, on their own channels. Nothing is set: what the song says there holds.
 *
 * @param like - the notes that are replaced
 * @param at - tick at which the new notes begin
 */
export function playInstead(song: Song, like: readonly Note[], voice: NewVoice, at: number): Players {
  const history = new ChannelHistory(song);
  if (voice.program !== undefined) return playAnew(song, history, like, voice, at);
  const parts = partsOf(like);
  const settings = noChanges();
  for (const { channel } of parts) {
    // Many programs choose a track's instrument by its own events: it is said once more.
    const { program } = history.stateAt(channel, at);
    if (program !== undefined) settings.programs.push({ tick: at, channel, track: song.tracks, program });
  }
  return { of: choose(parts, voice), settings, releases: noChanges() };
}

/**
 * The new notes sound like others of the song, but on channels that none of the notes given uses, where there are any: keys
 * that come up on one channel end no note on another.
 *
 * @param like - the notes that they stand for
 * @param given - the notes that stay
 */
export function playBeside(song: Song, like: readonly Note[], voice: NewVoice, given: readonly Note[]): Players {
  const history = new ChannelHistory(song);
  if (voice.program !== undefined) return playAnew(song, history, like, voice, 0);
  const used = new Set(given.map(({ channel }) => channel));
  const settings = noChanges();
  const taken = new Set<number>();
  const parts = partsOf(like).map((part) => {
    const channel = used.has(part.channel) ? freeChannel(song, history, taken) : undefined;
    if (channel === undefined) return part;
    taken.add(channel);
    copySound(settings, song, part.channel, channel);
    return movedTo(part, channel);
  });
  return { of: choose(parts, voice), settings, releases: noChanges() };
}

/** Another instrument plays, on a channel of its own; if there is none, the part with the nearest program does. */
function playAnew(song: Song, history: ChannelHistory, like: readonly Note[], voice: NewVoice, at: number): Players {
  const { program = 0 } = voice;
  const parts = partsOf(like);
  const [main] = [...parts].sort((a, b) => b.count - a.count);
  const { velocity = main?.velocity ?? median([]) } = voice;
  const settings = noChanges();
  const free = freeChannel(song, history, new Set());
  if (free !== undefined) {
    const { controls = new Map() } = main === undefined ? {} : history.stateAt(main.channel, main.last);
    // A bank is a program's own.
    const others = new Map([...controls].filter(([controller]) => controller !== 0 && controller !== 32));
    const place = { tick: at, channel: free, track: song.tracks };
    setSound(settings, place, { program, controls: others }, history.has(free));
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

/** Sets a channel's program and what else makes its sound; where nothing is said of it, only `wholly`. */
function setSound(
  changes: ChangeLists,
  place: Place,
  { program, controls }: Pick<ChannelState, 'program' | 'controls'>,
  wholly: boolean,
): void {
  for (const [controller, usual] of SOUND_CONTROLS) {
    const value = controls.get(controller) ?? (wholly ? usual : undefined);
    if (value !== undefined) changes.controls.push({ ...place, controller, value });
  }
  if (program !== undefined || wholly) changes.programs.push({ ...place, program: program ?? 0 });
}

/** Puts back what was left as no new note should find it: bends, pressure, modulation. */
function putBack(changes: ChangeLists, place: Place, heard: ChannelState, now: ChannelState): void {
  if ((now.bend ?? 0) !== (heard.bend ?? 0)) changes.bends.push({ ...place, value: heard.bend ?? 0 });
  if ((now.pressure ?? 0) > 0) changes.pressures.push({ ...place, value: 0 });
  const modulation = heard.controls.get(MODULATION) ?? 0;
  if ((now.controls.get(MODULATION) ?? 0) === modulation) return;
  changes.controls.push({ ...place, controller: MODULATION, value: modulation });
}

/** Gives a channel all that another is set to throughout the song, but its pedal and its bends, which are its own notes'. */
function copySound(changes: ChangeLists, song: Song, from: number, channel: number): void {
  const { programs, controls } = changesOf(song);
  const place = { channel, track: song.tracks };
  for (const { tick, channel: on, program } of programs) {
    if (on === from) changes.programs.push({ tick, ...place, program });
  }
  for (const { tick, channel: on, controller, value } of controls) {
    if (on === from && SOUND_CONTROLS.has(controller)) changes.controls.push({ tick, ...place, controller, value });
  }
}

function choose(parts: readonly Part[], voice: NewVoice): Players['of'] {
  const chosen = new Map<number, Part>();
  return (pitch) => {
    const part = chosen.get(pitch) ?? partFor(parts, pitch);
    chosen.set(pitch, part);
    return { channel: part.channel, velocity: voice.velocity ?? part.velocity };
  };
}

/**
 * A melodic channel of which nothing is said, or at least without notes: 0–15, and not of any port, since players without
 * ports hear them as one.
 */
function freeChannel(song: Song, history: ChannelHistory, taken: ReadonlySet<number>): number | undefined {
  const sounding = new Set(song.notes.map(({ channel }) => channel % PORT_CHANNELS));
  const ports = 1 + song.notes.reduce((most, { channel }) => Math.max(most, Math.floor(channel / PORT_CHANNELS)), 0);
  const isSaid = (channel: number): boolean => {
    for (let port = 0; port < ports; port++) if (history.has(port * PORT_CHANNELS + channel)) return true;
    return false;
  };
  const silent: number[] = [];
  for (let channel = 0; channel < PORT_CHANNELS; channel++) {
    if (!isDrumChannel(channel) && !sounding.has(channel) && !taken.has(channel)) silent.push(channel);
  }
  return silent.find((channel) => !isSaid(channel)) ?? silent[0];
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

/** Channels with notes that nothing releases: only their note on stands in the file, and they end with their track. */
function hangingChannels({ source }: Song): number[] {
  const channels = new Set<number>();
  for (const { owners, end } of source?.tracks ?? []) {
    const events = new Map<object, number>();
    for (const owner of owners) if (owner !== undefined) events.set(owner, (events.get(owner) ?? 0) + 1);
    for (const [owner, count] of events) {
      if (count > 1 || !('pitch' in owner)) continue;
      const { channel, start, length } = owner as Note;
      if (start + length === end) channels.add(channel);
    }
  }
  return [...channels].sort((a, b) => a - b);
}
