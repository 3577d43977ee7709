import type { PlanDocument, StepDocument } from './document.ts';
import type { Expectation } from './plan.ts';

/** A plan to read, print or attach to a ticket. */
export function planMarkdown(document: PlanDocument): string {
  const { title, outcome, database, refusals, warnings, steps, rpo, rto, estimate } = document;
  const lines = [
    `# ${title}`,
    '',
    outcome,
    '',
    `- Database: ${database.kind} \`${database.namespace}/${database.name}\``,
    `- Acknowledged writes that may be lost: ${expected(rpo)}`,
    `- Time without writes: ${expected(rto)}`,
    ...(estimate === undefined ? [] : [`- Takes about ${duration(estimate.seconds)} (${estimate.from})`]),
  ];
  if (refusals.length > 0) lines.push('', '## Refused', '');
  for (const { id, what, evidence, wayOut } of refusals) lines.push(`- **${id}** ${what} Seen: ${evidence} ${wayOut}`);
  if (warnings.length > 0) lines.push('', '## Know before', '', ...warnings.map((warning) => `- ${warning}`));
  lines.push('', '## Steps');
  for (const [index, step] of steps.entries()) lines.push('', ...stepLines(step, index + 1));
  return `${lines.join('\n')}\n`;
}

function stepLines(step: StepDocument, number: number): readonly string[] {
  const { title, commands, undo, risk, estimate, removesWrites, pointOfNoReturn, always, deadline } = step;
  const marks = [
    ...(removesWrites ? [`Takes writes away; taken back by itself after ${duration(deadline)}.`] : []),
    ...(pointOfNoReturn ? ['**Point of no return: nothing can be taken back once it has begun.**'] : []),
    ...(always ? ['Is run in any case, also when the operation fails.'] : []),
    ...(risk === undefined ? [] : [`Risk: ${risk}`]),
    ...(estimate === undefined ? [] : [`Takes about ${duration(estimate.seconds)} (${estimate.from}).`]),
  ];
  return [
    `### ${String(number)}. ${title}`,
    ...(marks.length === 0 ? [] : ['', ...marks.map((mark) => `- ${mark}`)]),
    ...block(commands),
    '',
    ...(undo === undefined ? ['Undo: nothing to take back.'] : [`Undo: ${undo.title}`, ...block(undo.commands)]),
  ];
}

/** A fence longer than any run of backticks in the commands. */
function block(commands: readonly string[]): readonly string[] {
  if (commands.length === 0) return [];
  const runs = commands.join('\n').match(/`+/gu) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return ['', `${fence}sh`, ...commands, fence];
}

const expected = ({ seconds, from }: Expectation): string =>
  `${seconds === undefined ? 'unknown' : duration(seconds)} (${from})`;

/** `0 s`, `90 s`, `12 min`, `2.5 h`. */
function duration(seconds: number): string {
  if (seconds < 120) return `${String(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min`;
  return `${String(Math.round(seconds / 360) / 10)} h`;
}
