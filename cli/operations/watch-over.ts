import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import {
  LeaseLost,
  NoWayBack,
  OperationRefused,
  type DatabaseName,
  type JournalRecord,
  type Phase,
  type Refusal,
  type Tell,
} from '../../core/runner/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { howToGoOn, lastSeen } from './left-behind.ts';
import { plain } from './plain.ts';
import { formatRefusals } from './plan-text.ts';
import type { Paper } from './list.ts';
import type { Teller } from './teller.ts';

/** An operation that is being run, or watched. */
export interface Course {
  readonly id: string;
  readonly database: DatabaseName;
  /** Two pods in the cluster run it, not this process. */
  readonly inPods: boolean;
  /** Runs it; aborted, it is taken back. */
  readonly start: (signal: AbortSignal, tell: Tell) => Promise<JournalRecord>;
}

/** Calls back at every Ctrl-C; ends with what it returns. */
export type OnInterrupt = (listener: () => void) => () => void;

const CODES: Readonly<Partial<Record<Phase, ExitCode>>> = {
  done: EXIT.done,
  'rolled-back': EXIT.rolledBack,
  failed: EXIT.rolledBack,
  cancelled: EXIT.cancelled,
  'needs-attention': EXIT.attention,
};

/** The exit code for refusals that stand. */
export const codeOfRefusals = (refusals: readonly Refusal[]): ExitCode =>
  refusals.some(({ id }) => id === 'R9') ? EXIT.another : EXIT.refused;

/**
 * Tells how an operation goes until it ends. Ctrl-C once has it taken back, twice leaves it. What cuts it off is told with how it stood and how it goes on. Throws what
 * is neither a refusal nor trouble with the cluster.
 */
export async function watchOver(
  { id, database, inPods, start }: Course,
  teller: Teller,
  { colors, onInterrupt }: Pick<Paper, 'colors'> & { readonly onInterrupt: OnInterrupt },
): Promise<ExitCode> {
  const cancel = new AbortController();
  let known: JournalRecord | undefined;
  let leave: (code: ExitCode) => void = () => undefined;
  const left = new Promise<ExitCode>((resolve) => (leave = resolve));
  const goOn = howToGoOn(id, database.namespace);
  const unlisten = onInterrupt(() => {
    if (!cancel.signal.aborted) {
      teller.say('cancel', 'Cancelled: it is taken back at the next safe point. Ctrl-C again leaves it as it is.');
      cancel.abort();
      return;
    }
    const text = inPods
      ? `Left to the two pods that run it: they take it back without this program. \`plinth operations\` shows how it goes.`
      : `Left as it is. ${lastSeen(known)} It waits in its journal ${id}. ${goOn}`;
    void teller.close().then(() => {
      teller.say('left', text, { record: known });
      leave(EXIT.attention);
    });
  });
  const work = async (): Promise<ExitCode> => {
    const record = await start(cancel.signal, (event) => {
      known = event.record;
      teller.event(event);
    });
    const code = CODES[record.phase] ?? EXIT.trouble;
    await teller.end(record, code);
    return code;
  };
  const cutOff = async (error: unknown): Promise<ExitCode> => {
    await teller.close();
    if (error instanceof OperationRefused) {
      const { refusals } = error;
      teller.say('refused', formatRefusals(refusals, colors).join('\n'), { refusals });
      return codeOfRefusals(refusals);
    }
    if (error instanceof NoWayBack || (error instanceof LeaseLost && error.by !== undefined)) {
      teller.say('refused', plain(error.message));
      return error instanceof NoWayBack ? EXIT.refused : EXIT.another;
    }
    if (error instanceof LeaseLost || (error instanceof ClusterTrouble && known !== undefined)) {
      const text = `Interrupted: ${plain(error.message)} ${lastSeen(known)} ${goOn}`;
      teller.say('interrupted', text, { record: known });
      return error instanceof LeaseLost ? EXIT.attention : EXIT.trouble;
    }
    throw error;
  };
  try {
    return await Promise.race([work().catch(cutOff), left]);
  } finally {
    unlisten();
  }
}
