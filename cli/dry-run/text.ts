import type { Colors } from 'picocolors/types';
import type { TriedObject } from './dry-run.ts';

/** The report for people: what is refused, each where it stands; what nobody can tell; and a sum. */
export function dryRunText(all: readonly TriedObject[], context: string, colors: Colors): string {
  const lines = all.flatMap(({ file, object, state, words }) =>
    words.map(({ range, message }) => {
      const place = `${file}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
      const word = state === 'refused' ? colors.red('refused') : colors.yellow('unknown');
      return `${place}: ${word} ${colors.bold(object)}: ${message}`;
    }),
  );
  const count = (state: TriedObject['state']): number => all.filter((one) => one.state === state).length;
  const [accepted, refused, unknown] = [count('accepted'), count('refused'), count('unknown')];
  const sum = [
    `${context} would accept ${String(accepted)} of ${String(all.length)} objects`,
    ...(refused === 0 ? [] : [colors.red(`refuses ${String(refused)}`)]),
    ...(unknown === 0 ? [] : [`of ${String(unknown)} it is not known`]),
  ].join(', ');
  return [...lines, `${sum}. Nothing was changed.`, ''].join('\n');
}
