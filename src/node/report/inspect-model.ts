/**
 * What is in a model, in figures.
 *
 * @module
 */
import type { Model } from '../../model/model.ts';
import { trainingTexts } from '../../model/training-record.ts';
import { weightStatistics } from '../../ndarray/statistics.ts';
import { print, printable, styled } from '../cli/terminal.ts';

/** A model's shape, training and weights, for machines. */
export function modelJson(model: Model): Record<string, unknown> {
  const { rbm, steps, grid, pitches, tempo, training } = model;
  return {
    visible: rbm.visible,
    hidden: rbm.hidden,
    steps,
    grid,
    pitches,
    tempo,
    training: trainingTexts(training),
    weights: weightStatistics(rbm),
  };
}

/** The same for people. */
export function printModel(file: string, model: Model): void {
  const { rbm, steps, grid, pitches, tempo, training } = model;
  print(styled('bold', printable(file), process.stdout));
  const { moodUnits = 0 } = training;
  const moods = moodUnits > 0 ? ` (${moodUnits} of them mood units)` : '';
  print(`  a machine of ${rbm.visible} visible${moods} and ${rbm.hidden} hidden units`);
  print(
    `  windows of ${steps} steps, ${grid} a quarter note, pitches ${pitches.low}-${pitches.high}, ${tempo} beats a minute`,
  );
  for (const [name, value] of Object.entries(trainingTexts(training))) {
    print(`  ${printable(name).padEnd(28)} ${printable(value)}`);
  }
  for (const [name, value] of Object.entries(weightStatistics(rbm))) {
    print(`  ${`weights: ${name}`.padEnd(28)} ${value.toFixed(4)}`);
  }
}
