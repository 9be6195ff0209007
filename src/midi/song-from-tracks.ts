/**
 * From events to notes.
 *
 * @module
 */
import type { MidiTracks, NoteOn } from './midi-tracks.ts';
import { compareNotes, compareTicks } from './order.ts';
import type { Note, PedalChange, ProgramChange, Song, Tempo, TimeSignature } from './song.ts';
import { ignoreWarning, type ReadMidiOptions } from './warning.ts';

/**
 * Pairs note ons with note offs within a track, channel and pitch: the note that began first ends first. An off without
 * an on is nothing; a note without an off ends with its track, or is left out.
 *
 * First in, first out because files in use strike a key again in the very tick in which they release it, with the two
 * events in either order.
 *
 * @param options - `onWarning` is told once for each track that leaves notes hanging
 */
export function songFromTracks(file: MidiTracks, options: ReadMidiOptions = {}): Song {
  const { onWarning = ignoreWarning, hanging: rule = 'end' } = options;
  const notes: Note[] = [];
  const tempos: Tempo[] = [];
  const timeSignatures: TimeSignature[] = [];
  const programs: ProgramChange[] = [];
  const pedals: PedalChange[] = [];
  let end = 0;
  for (const [track, { events, end: trackEnd }] of file.tracks.entries()) {
    const sounding = new Map<number, Queue>();
    for (const event of events) {
      const { tick } = event;
      if (event.kind === 'note-on') {
        const key = event.channel * 128 + event.pitch;
        const queue = sounding.get(key);
        if (queue === undefined) sounding.set(key, { ons: [event], ended: 0 });
        else queue.ons.push(event);
      } else if (event.kind === 'note-off') {
        const queue = sounding.get(event.channel * 128 + event.pitch);
        const on = queue?.ons[queue.ended];
        if (queue === undefined || on === undefined) continue;
        queue.ended++;
        notes.push(noteOf(on, tick, track));
      } else if (event.kind === 'tempo') {
        tempos.push({ tick, microsecondsPerQuarter: event.microsecondsPerQuarter });
      } else if (event.kind === 'time-signature') {
        timeSignatures.push({ tick, numerator: event.numerator, denominator: event.denominator });
      } else if (event.kind === 'program') {
        programs.push({ tick, channel: event.channel, track, program: event.program });
      } else {
        pedals.push({ tick, channel: event.channel, track, value: event.value });
      }
    }
    let hanging = 0;
    for (const { ons, ended } of sounding.values()) {
      if (rule === 'end') for (const on of ons.slice(ended)) notes.push(noteOf(on, trackEnd, track));
      hanging += ons.length - ended;
    }
    if (hanging > 0) {
      const message = `track ${track} never releases ${hanging} of its notes: they ${rule === 'end' ? 'end with it' : 'are left out'}`;
      onWarning({ code: 'midi-hanging-note', message, offset: undefined });
    }
    end = Math.max(end, trackEnd);
  }
  // Sorting keeps equals in order, so what happens at once stays in the order of tracks and within one of the file.
  notes.sort(compareNotes);
  tempos.sort(compareTicks);
  timeSignatures.sort(compareTicks);
  programs.sort(compareTicks);
  pedals.sort(compareTicks);
  const { format, ppq } = file;
  return { format, ppq, tracks: file.tracks.length, end, notes, tempos, timeSignatures, programs, pedals };
}

/** The strikes of one key so far; the first `ended` of them are over. */
interface Queue {
  readonly ons: NoteOn[];
  ended: number;
}

function noteOf(on: NoteOn, end: number, track: number): Note {
  return {
    start: on.tick,
    length: end - on.tick,
    pitch: on.pitch,
    velocity: on.velocity,
    channel: on.channel,
    track,
  };
}
