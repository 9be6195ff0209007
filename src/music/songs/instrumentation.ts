/**
 * Which channel plays each new note, at what velocity, and the events that set up that channel.
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

/** How new notes are played; by default like the notes that they continue, replace or accompany. */
export interface NewVoice {
  /** 1–127. Default: the median velocity of the part. */
  readonly velocity?: number | undefined;
  /** Instrument, 0–127 (General MIDI's number less one). Default: the part's own. */
  readonly program?: number | undefined;
}

/** Channels and velocities for new notes, and the events that go with them in their track. */
export interface Instrumentation {
  /** Channel and velocity for a pitch. */
  of(pitch: number): { readonly channel: number; readonly velocity: number };
  /** Events that set up channels; needed only for channels that get new notes. */
  readonly settings: ChannelChanges;
  /** Events that end old notes which would ring on. */
  readonly releases: ChannelChanges;
}

/**
 * Controllers that shape a channel's sound besides its program, with their defaults: bank, volume, pan, expression, modulation.
 */
const SOUND_CONTROLS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [32, 0],
  [7, 100],
  [10, 64],
  [11, 127],
  [MODULATION, 0],
]);

/** Volume or expression below this means that the part has faded out: new music does not start so. */
const FADED_BELOW = 16;
const LOUDNESS: readonly number[] = [7, 11];

/** Sostenuto pedal. The sustain pedal is not among a song's controls: see `Song.pedals`. */
const SOSTENUTO = 66;
const ALL_NOTES_OFF = 123;

/**
 * For new notes after the song: its parts continue on their own channels, in the state at the end of their last notes, with the
 * pedals up. A part whose channel has later events moves to a free channel, if there is one.
 *
 * @param reference - notes whose parts continue
 * @param at - tick at which the new notes begin, after all of the song's
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
    // `releases` lifts the pedals.
    setSound(settings, place, stateAtEnd(history, part), { ...history.stateAt(channel, at), pedal: 0 });
    return onChannel(part, channel);
  });
  return { of: partChooser(parts, voice), settings, releases };
}

/** The state of a part's channel at the end of its last note; if it had faded out by then, with the loudness of the note's start. */
function stateAtEnd(history: ChannelHistory, { channel, lastStart, end }: Part): ChannelState {
  const [began, ended] = [history.stateAt(channel, lastStart), history.stateAt(channel, end)];
  const controls = new Map(ended.controls);
  for (const controller of LOUDNESS) {
    if ((controls.get(controller) ?? FADED_BELOW) >= FADED_BELOW) continue;
    const before = began.controls.get(controller) ?? 0;
    controls.set(controller, before >= FADED_BELOW ? before : (SOUND_CONTROLS.get(controller) ?? before));
  }
  // Modulation and bends during a note belong to that note.
  if (controls.has(MODULATION)) controls.set(MODULATION, began.controls.get(MODULATION) ?? 0);
  return { ...ended, controls, bend: began.bend };
}

/**
 * For new notes in place of old ones: the replaced parts play them, on their own channels, whose events stay in effect.
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
    // Many players choose an instrument by track: the program is repeated in the new track, unless that would switch the bank.
    const { program, bankWaits } = history.stateAt(channel, at);
    if (program !== undefined && !bankWaits) {
      settings.programs.push({ tick: at, channel, track: song.tracks, program });
    }
  }
  return { of: partChooser(parts, voice), settings, releases: noChanges() };
}

/**
 * For new notes beside kept ones: they sound like the reference notes, but on channels without kept notes as far as there are
 * free ones, since a note off would end a kept note of the same channel and pitch.
 *
 * @param reference - notes whose sound is copied
 * @param kept - notes of the song that stay
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

/** A requested program plays on a free channel; if there is none, the part with the nearest program plays. */
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
    // A bank goes with its program.
    const controls = new Map([...state.controls].filter(([controller]) => !BANK_SELECT.includes(controller)));
    setSound(settings, { tick: at, channel: free, track: song.tracks }, { controls, program, bend: 0 }, now);
  }
  const channel = free ?? nearestProgram(song, history, program);
  return { of: () => ({ channel, velocity }), settings, releases: noChanges() };
}

/** Events that lift every pedal and release every hanging note at a tick. */
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
 * Adds the events that give a channel a sound, with the pedal up. Controllers that neither the sound nor the channel has set are
 * left out.
 *
 * @param now - the channel's state so far
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

/** Copies a channel's later programs and controllers to another channel; not pedals and bends, which belong to its notes. */
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
 * Pitched channels without notes, 0–15, the best last: first those whose events all come before the tick, then those without
 * events, each from high to low. A channel counts as used if it is on any port, since many players ignore ports.
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

/** The channel of the part whose last program number is nearest to `program`. */
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

/** Channels with hanging notes: note ons of the file without a note off, whether or not they became notes of the song. */
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
