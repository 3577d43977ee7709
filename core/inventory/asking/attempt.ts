import { UnreadableAnswer, type LiveQuestion, type MemberAnswer } from '../../../engines/model/live.ts';
import type { Connection } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { MemberToAsk } from './types.ts';

/** Why nothing came back. */
export const NO_ANSWER = 'no answer in time: the server or its container hangs, or its node cannot be reached';

/** How one attempt ended. `unable`: there is no use in trying again while the container is the same. */
export type Outcome =
  | { readonly state: 'answered'; readonly answer: MemberAnswer }
  | { readonly state: 'failed' | 'refused' | 'unable'; readonly why: string };

/** Puts one question to one member. Never rejects. */
export async function attempt(
  connection: Connection,
  member: MemberToAsk,
  question: LiveQuestion,
  options: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<Outcome> {
  const { namespace, pod, container } = member;
  try {
    const { exitCode, stdout, stderr } = await connection.exec({ namespace, pod, container }, question.command, {
      ...options,
      ...(question.stdin === undefined ? {} : { stdin: question.stdin }),
      largest: 256 * 1024,
    });
    if (exitCode === undefined)
      return { state: 'failed', why: 'the connection broke off before the answer was complete' };
    return exitCode === 0 ? read(member, question, stdout, stderr) : failure(member, exitCode, stderr);
  } catch (error) {
    return ofTrouble(error, member);
  }
}

function read(member: MemberToAsk, question: LiveQuestion, stdout: string, stderr: string): Outcome {
  try {
    return { state: 'answered', answer: question.read(stdout) };
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    // Some clients end well without an answer.
    return { state: 'failed', why: member.engine.live?.explain?.(0, stderr) ?? error.message };
  }
}

function failure(member: MemberToAsk, exitCode: number, stderr: string): Outcome {
  if (hasNoShell(stderr)) return NO_SHELL;
  // What nobody can explain is not repeated: it may hold anything.
  const why = member.engine.live?.explain?.(exitCode, stderr) ?? `its client ended with ${exitCode}`;
  return { state: exitCode === 127 ? 'unable' : 'failed', why };
}

const NO_SHELL: Outcome = { state: 'unable', why: 'its image has no shell, so it cannot be asked' };

/** Words of container runtimes (runc, crun, gVisor) for a program that is not there. */
function hasNoShell(text: string): boolean {
  return /executable file not found|exec: "sh": |"sh": no such file|error finding executable/iu.test(text);
}

function ofTrouble(error: unknown, { namespace }: MemberToAsk): Outcome {
  if (!(error instanceof ClusterTrouble))
    return { state: 'failed', why: 'asking failed for a reason that is not known' };
  if (error.kind === 'forbidden') return { state: 'refused', why: refusal(namespace) };
  if (hasNoShell(error.message)) return NO_SHELL;
  if (error.kind === 'timeout' || error.kind === 'cancelled') {
    return {
      state: 'failed',
      why: 'no answer in time: the server or its container hangs, or its node cannot be reached',
    };
  }
  return { state: 'failed', why: error.message };
}

/** Why a member is not asked where one may not. */
export function refusal(namespace: string): string {
  return `you may not run commands in pods of the namespace ${namespace} (get and create pods/exec)`;
}
