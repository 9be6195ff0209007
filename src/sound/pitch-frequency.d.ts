/** A pitch's frequency in hertz, equally tempered; 69 is 440 exactly, and an octave is twice exactly. */
export declare function pitchFrequency(pitch: number): number;
