import type { Colors } from 'picocolors/types';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import {
  BadParameter,
  checkRights,
  describePlan,
  LeaseLost,
  NoWayBack,
  OperationRefused,
  planMarkdown,
  type Beginning,
  type JournalRecord,
  type Operation,
  type Phase,
  type Plan,
  type Refusal,
} from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { isAgreed, type Consent } from './consent.ts';
import { endText, eventData, eventText } from './event-lines.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { plain } from './plain.ts';
import { formatPlan, formatRefusals } from './plan-text.ts';

export interface RunRequest extends Consent {
  readonly connection: Connection;
  readonly database: LiveDatabase;
  readonly operation: Operation;
  /** Eight characters of a–z and 0–9. */
  readonly id: string;
  readonly by: string;
  readonly holder: string;
  /** End after the plan. */
  readonly dryRun: boolean;
  /** Keep the plan in this file: `.json`, or else Markdown. */
  readonly exportTo: string | undefined;
  readonly format: 'text' | 'jsonl';
}

/** What a run has around it; tests have their own. */
export interface Surroundings {
  readonly write: (text: string) => void;
  readonly colors: Colors;
  readonly save: (file: string, text: string) => Promise<void>;
  /** Calls back at every Ctrl-C; ends with what it returns. */
  readonly onInterrupt: (listener: () => void) => () => void;
  readonly run: (options: Beginning) => Promise<JournalRecord>;
}

const CODES: Readonly<Partial<Record<Phase, ExitCode>>> = {
  done: EXIT.done,
  'rolled-back': EXIT.rolledBack,
  failed: EXIT.rolledBack,
  cancelled: EXIT.cancelled,
  'needs-attention': EXIT.attention,
};

/** Plans an operation, shows the plan, asks, runs it and tells how it goes. Throws {@link ../../core/cluster/trouble.ClusterTrouble} and {@link UsageError}. */
export async function operate(request: RunRequest, around: Surroundings): Promise<ExitCode> {
  const { connection, format, exportTo } = request;
  const plan = await planned(request);
  const refusals = [...plan.refusals, ...(await checkRights(connection, plan, plan.database.namespace))];
  const document = { ...describePlan(plan), refusals };
  if (exportTo !== undefined)
    await around.save(
      exportTo,
      exportTo.endsWith('.json') ? `${JSON.stringify(document, undefined, 2)}\n` : planMarkdown(document),
    );
  if (format === 'jsonl') line(around, { type: 'plan', at: Date.now(), id: request.id, plan: document });
  else around.write(formatPlan(document, refusals, around.colors));
  if (refusals.length > 0) return codeOfRefusals(refusals);
  if (request.dryRun) return EXIT.done;
  if (!(await isAgreed(plan, format === 'jsonl' ? { ...request, ask: undefined } : request))) {
    around.write('It was not confirmed. Nothing was changed.\n');
    return EXIT.refused;
  }
  return run(request, plan, around);
}

async function planned({ connection, database, operation, id }: RunRequest): Promise<Plan> {
  try {
    return await operation.plan({ connection, database, now: Date.now, id, facts: {} }, {});
  } catch (error) {
    if (error instanceof BadParameter) throw new UsageError(error.message);
    throw error;
  }
}

const codeOfRefusals = (refusals: readonly Refusal[]): ExitCode =>
  refusals.some(({ id }) => id === 'R9') ? EXIT.another : EXIT.refused;

async function run(request: RunRequest, plan: Plan, around: Surroundings): Promise<ExitCode> {
  const { connection, id, by, holder, format } = request;
  const cancel = new AbortController();
  const say = (type: string, text: string, more: Readonly<Record<string, unknown>> = {}): void => {
    if (format === 'jsonl') line(around, { type, at: Date.now(), id, text, ...more });
    else around.write(`${text}\n`);
  };
  let leave: (code: ExitCode) => void = () => undefined;
  const left = new Promise<ExitCode>((resolve) => (leave = resolve));
  const unlisten = around.onInterrupt(() => {
    if (cancel.signal.aborted) {
      say('left', `Left as it is. It waits in its journal ${id}: take it up or take it back in the editor.`);
      leave(EXIT.attention);
      return;
    }
    say('cancel', 'Cancelled: it is taken back at the next safe point. Ctrl-C again leaves it as it is.');
    cancel.abort();
  });
  const work = async (): Promise<ExitCode> => {
    const record = await around.run({
      connection,
      plan,
      id,
      by,
      holder,
      signal: cancel.signal,
      onEvent: (event) => {
        if (format === 'jsonl') line(around, eventData(event, Date.now()));
        else {
          const text = eventText(event);
          if (text !== undefined) around.write(`${text}\n`);
        }
      },
    });
    const code = CODES[record.phase] ?? EXIT.trouble;
    say('end', endText(record), { code, record });
    return code;
  };
  try {
    return await Promise.race([work().catch((error: unknown) => told(error, say, around)), left]);
  } finally {
    unlisten();
  }
}

/** What kept an operation from running, or this process from going on with it. */
function told(
  error: unknown,
  say: (type: string, text: string, more?: Readonly<Record<string, unknown>>) => void,
  { colors }: Surroundings,
): ExitCode {
  if (error instanceof OperationRefused) {
    say('refused', formatRefusals(error.refusals, colors).join('\n'), { refusals: error.refusals });
    return codeOfRefusals(error.refusals);
  }
  if (error instanceof LeaseLost || error instanceof NoWayBack) {
    say('refused', plain(error.message));
    return error instanceof LeaseLost ? EXIT.another : EXIT.refused;
  }
  throw error;
}

function line(around: Surroundings, data: Readonly<Record<string, unknown>> | undefined): void {
  if (data !== undefined) around.write(`${JSON.stringify(data)}\n`);
}
