import type { Colors } from 'picocolors/types';
import type { Expectation, PlanDocument, Refusal, StepDocument } from '../../core/runner/index.ts';
import { span, UNKNOWN } from '../status-words.ts';
import { plain } from './plain.ts';

/** A plan as a checklist for people: what is refused, what to know before, and each step with its commands, its way back and its risk. */
export function formatPlan(plan: PlanDocument, refusals: readonly Refusal[], colors: Colors): string {
  const { title, outcome, database, steps, warnings, rpo, rto } = plan;
  const lines = [
    colors.bold(plain(title)),
    plain(outcome),
    '',
    `Database            ${plain(`${database.kind} ${database.namespace}/${database.name}`)}`,
    `Writes at risk      ${expected(rpo)}`,
    `Time without writes ${expected(rto)}`,
    ...warnings.map((warning) => colors.yellow(`Know before: ${plain(warning)}`)),
    '',
    ...steps.flatMap((step, index) => stepLines(step, index + 1, colors)),
    ...formatRefusals(refusals, colors),
  ];
  return `${lines.join('\n')}\n`;
}

/** Each refusal with its evidence and the way out. */
export function formatRefusals(refusals: readonly Refusal[], colors: Colors): readonly string[] {
  return refusals.flatMap(({ id, what, evidence, wayOut }) => [
    colors.red(`Refused (${id}): ${plain(what)}`),
    `  seen: ${plain(evidence)}`,
    `  way out: ${plain(wayOut)}`,
  ]);
}

function stepLines(step: StepDocument, number: number, colors: Colors): readonly string[] {
  const { title, commands, undo, risk, removesWrites, pointOfNoReturn, always, deadline } = step;
  const remarks = [
    ...(removesWrites ? [`takes writes away; taken back by itself after ${span(deadline)}`] : []),
    ...(pointOfNoReturn ? ['point of no return: nothing can be taken back once it has begun'] : []),
    ...(always ? ['is run in any case'] : []),
    ...(risk === undefined ? [] : [`risk: ${plain(risk)}`]),
  ];
  return [
    `${String(number).padStart(2)}. ${plain(title)}`,
    ...commands.map((command) => colors.dim(`      ${plain(command)}`)),
    ...remarks.map((remark) => colors.yellow(`    ${remark}`)),
    ...(undo === undefined ? [] : [`    undo: ${plain(undo.title)}`]),
  ];
}

const expected = ({ seconds, from }: Expectation): string =>
  `${seconds === undefined ? UNKNOWN : span(seconds)} (${plain(from)})`;
