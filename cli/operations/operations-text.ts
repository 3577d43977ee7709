import type { Colors } from 'picocolors/types';
import { ENDED, type ListedOperation, type Operations } from '../../core/runner/index.ts';
import { ago, span, UNKNOWN } from '../status-words.ts';
import { layOut, type Cell, type Line } from '../text-table.ts';
import { plain } from './plain.ts';

/** Whether nobody is at it, though it has not ended: it waits to be resumed or taken back. */
export function isLeftBehind({ record, live }: ListedOperation): boolean {
  return !live && !ENDED.includes(record.phase);
}

/** Operations as a table, the newest first; below it, journals that cannot be read. `now` in milliseconds since 1970. */
export function formatOperations({ operations, unreadable }: Operations, colors: Colors, now: number): string {
  const blocks: string[] = [];
  if (operations.length === 0) blocks.push('No operation is on record.');
  else {
    const head = ['ID', 'DATABASE', 'OPERATION', 'PHASE', 'BEGUN', 'TOOK', 'BY'];
    const lines: Line[] = [head.map((text) => ({ text, paint: colors.dim }))];
    for (const operation of operations) lines.push(rowOf(operation, colors, now), ...remarksOf(operation, colors));
    blocks.push(layOut(lines));
  }
  if (unreadable.length > 0) {
    const rows = unreadable.map(({ namespace, name, why }): readonly Cell[] => [
      { text: `  ${plain(`${namespace}/${name}`)}` },
      { text: plain(why), paint: colors.dim },
    ]);
    blocks.push(`${colors.bold('Journals that cannot be read')}\n${layOut(rows)}`);
  }
  return `${blocks.join('\n\n')}\n`;
}

function rowOf(operation: ListedOperation, colors: Colors, now: number): readonly Cell[] {
  const { record, live } = operation;
  const { id, database, operation: what, phase, started, ended, by } = record;
  const isLeft = isLeftBehind(operation);
  const words = isLeft
    ? `${phase}, left behind`
    : live && record.wish === 'cancel'
      ? `${phase}, to be cancelled`
      : phase;
  const took = ended ?? (live ? now : undefined);
  return [
    { text: plain(id), paint: colors.bold },
    { text: plain(`${database.namespace}/${database.name}`) },
    { text: plain(what) },
    { text: words, paint: painterOf(operation, colors) },
    { text: ago(started, now) },
    { text: took === undefined ? UNKNOWN : span(Math.max(0, took - started) / 1000) },
    { text: plain(by) },
  ];
}

function painterOf(operation: ListedOperation, colors: Colors): (text: string) => string {
  if (isLeftBehind(operation)) return colors.red;
  switch (operation.record.phase) {
    case 'needs-attention':
    case 'failed':
      return colors.red;
    case 'done':
      return colors.green;
    case 'planned':
    case 'running':
    case 'undoing':
      return colors.yellow;
    case 'rolled-back':
    case 'cancelled':
      return colors.dim;
  }
}

/** What a person should know beside the row: where it stands, why it ended, and the commands that are theirs to run. */
function remarksOf(operation: ListedOperation, colors: Colors): readonly string[] {
  const { reason, attention = [], steps, phase, wish } = operation.record;
  const at = steps.find(({ state }) => state === 'running' || state === 'undoing');
  const remarks: string[] = [];
  if (!ENDED.includes(phase) && at !== undefined)
    remarks.push(`at «${at.title}»${seen(at.progress?.text ?? at.evidence)}`);
  if (isLeftBehind(operation)) {
    const wished = wish === 'cancel' ? 'It is to be taken back. ' : '';
    remarks.push(`${wished}Nobody is at it: \`plinth resume\` goes on with it, \`plinth rollback\` takes it back.`);
  }
  if (typeof reason === 'string') remarks.push(reason);
  if (phase === 'needs-attention') remarks.push(...attention.map((command) => `to do: ${command}`));
  return remarks.map((remark) => colors.dim(`  ${plain(remark)}`));
}

const seen = (text: string | undefined): string => (text === undefined ? '' : `: ${text}`);
