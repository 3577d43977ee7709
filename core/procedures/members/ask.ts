import type { Engine, EngineContext } from '../../../engines/model/engine.ts';
import { UnreadableAnswer, type MemberAnswer } from '../../../engines/model/live.ts';
import type { Connection, ExecOptions, ExecResult, ExecTarget } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';

/** What a member said, or in plain words why it said nothing. No secret. */
export type Told = { readonly answer: MemberAnswer } | { readonly answer: undefined; readonly why: string };

/** How one knows how to ask. */
export interface Asking {
  readonly engine: Engine;
  readonly context: EngineContext;
}

type Run = (script: string, options: ExecOptions) => Promise<ExecResult>;

const LARGEST = 256 * 1024;

/** Asks a member for its role and positions now, from within a step. Throws {@link ../../cluster/trouble.ClusterTrouble} where the API fails. */
export function askMember(hand: Hand, target: ExecTarget, asking: Asking): Promise<Told> {
  return ask((script, options) => hand.script(target, script, options), asking);
}

/** The same while a plan is made. */
export function askMemberFrom(
  connection: Pick<Connection, 'exec'>,
  target: ExecTarget,
  asking: Asking,
  signal?: AbortSignal,
): Promise<Told> {
  const more = signal ? { signal } : {};
  return ask((script, options) => connection.exec(target, ['sh', '-c', script], { ...options, ...more }), asking);
}

async function ask(run: Run, { engine, context }: Asking): Promise<Told> {
  const question = engine.live?.ask(context);
  if (question === undefined) return { answer: undefined, why: 'nothing can be asked of a server that runs like this' };
  const { exitCode, stdout, stderr } = await run(`exec ${question.command.map(quoted).join(' ')}`, {
    timeout: (question.seconds + 5) * 1_000,
    largest: LARGEST,
    ...(question.stdin === undefined ? {} : { stdin: question.stdin }),
  });
  const explained = engine.live?.explain?.(exitCode ?? 0, stderr);
  if (exitCode !== 0) {
    const how = exitCode === undefined ? 'the stream broke off' : `its client ended with ${String(exitCode)}`;
    return { answer: undefined, why: explained ?? how };
  }
  try {
    return { answer: question.read(stdout) };
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    return { answer: undefined, why: explained ?? error.message };
  }
}

/** One word of a POSIX shell. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
