import { logLines } from '../views/operation/log-part.ts';
import type { OperationSeen } from '../views/operation/seen.ts';

/**
 * The commands that the page shows under a key (`commands:scale`, `undo:scale`, `attention`, `log`), to be copied; undefined where nothing is shown under it.
 */
export function copiedText(
  { plan, record, told }: Pick<OperationSeen, 'plan' | 'record' | 'told'>,
  key: string,
): string | undefined {
  if (key === 'log') return told.length === 0 ? undefined : logLines({ told, record }).join('\n');
  if (key === 'attention') return record?.attention?.join('\n');
  const [, what, id] = /^(commands|undo):(.+)$/su.exec(key) ?? [];
  const step = plan?.steps.find((one) => one.id === id);
  const commands = what === 'undo' ? step?.undo?.commands : step?.commands;
  return commands?.join('\n');
}
