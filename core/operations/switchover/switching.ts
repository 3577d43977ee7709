import type { EngineContext } from '../../../engines/model/engine.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { quote } from '../../../engines/probes/quote.ts';
import type { ExecOptions, ExecResult } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { parseRest } from '../../procedures/members/rest.ts';
import type { Hand } from '../../runner/hand.ts';
import { isTrouble } from '../../runner/patience.ts';

/** What the steps of one switchover have in common. */
export interface Switching {
  readonly namespace: string;
  readonly container: string;
  readonly engine: SwitchingEngine;
  readonly context: EngineContext;
  /** Who led when it was planned first, and who is to lead. */
  readonly leader: string;
  readonly candidate: string;
  /** All other members. */
  readonly others: readonly string[];
  /** Where the others follow from now on: the candidate under its own name, or the write Service where they follow that. */
  readonly upstream: { readonly host: string; readonly port: number };
}

/** The facts of the journal under which the roles, the door and its wiring stand. */
export const LEADER = 'leader';
export const CANDIDATE = 'candidate';
export const OTHERS = 'others';
export const DOOR_SERVICES = 'door';
export const WIRING = 'wiring';
export const UPSTREAM = 'upstream';

/** Seconds for one script. */
const SCRIPT = 30;

/** Runs one of the engine's scripts in a member. */
export function script(
  hand: Hand,
  { namespace, container }: Switching,
  pod: string,
  text: string,
  options: Pick<ExecOptions, 'stdin'> = {},
): Promise<ExecResult> {
  return hand.script({ namespace, pod, container }, text, { timeout: SCRIPT * 1_000, ...options });
}

/** Runs one, and gives what it printed. Throws {@link ClusterTrouble} with the end of its complaint where it did not end well. */
export async function ran(
  hand: Hand,
  switching: Switching,
  pod: string,
  text: string,
  options: Pick<ExecOptions, 'stdin'> = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await script(hand, switching, pod, text, options);
  if (exitCode === 0) return stdout;
  const how = exitCode === undefined ? 'the stream broke off' : `exit code ${String(exitCode)}`;
  const said = stderr.trim().slice(-300);
  throw new ClusterTrouble('broken', `${pod} did not do it (${how})${said === '' ? '' : `: ${said}`}`);
}

/** What a member says now; in plain words why it says nothing. */
export type Said =
  { readonly facts: RestFacts; readonly why: undefined } | { readonly facts: undefined; readonly why: string };

/** Asks a member. One that does not answer is not known; rights that are missing and an API that is gone are thrown. */
export async function factsOf(hand: Hand, switching: Switching, pod: string): Promise<Said> {
  try {
    const { exitCode, stdout, stderr } = await script(hand, switching, pod, switching.engine.facts(switching.context));
    if (exitCode === 0) return { facts: parseRest(stdout), why: undefined };
    return { facts: undefined, why: stderr.trim().slice(-200) || 'its server does not answer' };
  } catch (error) {
    if (hand.signal.aborted || !isTrouble(error, 'missing', 'invalid', 'server', 'broken')) throw error;
    return { facts: undefined, why: 'its container does not run' };
  }
}

/** Whether it accepts writes; undefined is unknown. */
export function accepts({ facts }: Said): boolean | undefined {
  const writable = facts?.['writable'];
  return writable === 'yes' ? true : writable === 'no' ? false : undefined;
}

/** How the leader and the candidate stand, asked at once. */
export async function both(hand: Hand, switching: Switching): Promise<{ readonly old: Said; readonly new: Said }> {
  const [old, candidate] = await Promise.all([
    factsOf(hand, switching, switching.leader),
    factsOf(hand, switching, switching.candidate),
  ]);
  return { old, new: candidate };
}

/** The fact under which it stands that the fence was begun: the old primary's position then, and whether the kubelet would wait before it starts the server again. */
export const FENCING = 'fencing';

/** Whether the candidate has the last that the old primary ever wrote, by which its server has ended in order; undefined where that cannot be told. */
export async function hasEnded(hand: Hand, switching: Switching): Promise<boolean | undefined> {
  const { engine, context, candidate } = switching;
  const { from, history, ended } = fencingOf(hand);
  if (ended === true) return true;
  if (engine.hasEnded === undefined || typeof from !== 'string' || typeof history !== 'string') return undefined;
  const text = withVariables({ FROM: from, HISTORY: history }, engine.hasEnded(context));
  const { exitCode, stdout } = await script(hand, switching, candidate, text);
  const said = exitCode === 0 ? parseRest(stdout)['ended'] : undefined;
  return said === 'yes' ? true : said === 'no' ? false : undefined;
}

/** What is noted of a fence that was begun. */
export interface Fencing {
  /** The old primary's position and history before. */
  readonly from?: string | null;
  readonly history?: string | null;
  readonly uid?: string;
  /** The kubelet would wait before it starts the server again. */
  readonly waits?: boolean;
  /** The candidate was seen to have the last that the old primary wrote. */
  readonly ended?: boolean;
}

export const fencingOf = ({ facts }: Hand): Fencing => (facts[FENCING] ?? {}) as Fencing;

/** As {@link factsOf}, but not for longer than so many milliseconds: a container that ends or starts answers late that it does not answer. */
export async function factsSoon(hand: Hand, switching: Switching, pod: string, milliseconds: number): Promise<Said> {
  const asked = factsOf(hand, switching, pod);
  asked.catch(() => undefined);
  const late = hand.sleep(milliseconds).then((): Said => ({ facts: undefined, why: 'no answer yet' }));
  late.catch(() => undefined);
  return Promise.race([asked, late]);
}

/** The candidate leads, and the old primary does not: what was to be done before is done. */
export function isOver(seen: { readonly old: Said; readonly new: Said }): boolean {
  return accepts(seen.new) === true && accepts(seen.old) !== true;
}

/** Facts as a member has told them, for another one's script. */
export const factsText = (facts: RestFacts): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

/** The variables of a script, before its text. */
export function withVariables(variables: Readonly<Record<string, string>>, text: string): string {
  const names = Object.keys(variables);
  const set = names.map((name) => `${name}=${quote(variables[name] ?? '')}`).join(' ');
  return `${set}; export ${names.join(' ')}\n${text}`;
}

/** `kubectl exec` as a person would enter the member. */
export const execCommand = ({ namespace, container }: Switching, pod: string): string =>
  `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`;
