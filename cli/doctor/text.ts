import type { Colors } from 'picocolors/types';
import { ANSWERS, STATES, type Diagnosis, type Examination, type FindingState } from '../../core/doctor/index.ts';
import { plain } from '../operations/plain.ts';
import { layOut, type Line } from '../text-table.ts';

const PARTS = [
  { of: 'failover', heading: 'What a failover depends on' },
  { of: 'around', heading: 'What stands around it' },
] as const;

/** A diagnosis for people: the answer, then each finding with its evidence, and the mend where it is not well. */
export function diagnosisText({ database, failover, examinations }: Diagnosis, colors: Colors): string {
  const { namespace, name, engineName, version, flavour } = database;
  const head = `${colors.bold(`${plain(namespace)}/${plain(name)}`)}  ${plain(engineName)} ${plain(version ?? '?')}, ${plain(flavour)}`;
  const parts = PARTS.flatMap(({ of, heading }) => {
    const some = examinations.filter((one) => one.of === of);
    return some.length === 0 ? [] : [`${colors.bold(heading)}\n${layOut(some.flatMap((one) => linesOf(one, colors)))}`];
  });
  return `${[`${head}\n${painted(failover, colors)(ANSWERS[failover])}`, ...parts].join('\n\n')}\n`;
}

function linesOf({ title, findings }: Examination, colors: Colors): Line[] {
  return findings.flatMap(({ state, what, evidence, mend }, index): Line[] => [
    [
      { text: `  ${STATES[state]}`, paint: painted(state, colors) },
      { text: index === 0 ? title : '' },
      { text: plain(what) },
    ],
    colors.dim(`      seen: ${plain(evidence)}`),
    ...(mend === undefined ? [] : [`      mend: ${plain(mend)}`]),
  ]);
}

function painted(state: FindingState, colors: Colors): (text: string) => string {
  return { well: colors.green, risk: colors.red, unknown: colors.yellow }[state];
}
