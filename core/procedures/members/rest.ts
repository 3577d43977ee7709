import type { EngineContext } from '../../../engines/model/engine.ts';
import type { RestFacts, StoppingEngine } from '../../../engines/model/stopping.ts';
import type { ExecTarget } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';

/** How a database's members are brought to rest, and asked at rest. */
export interface Resting {
  readonly namespace: string;
  readonly container: string;
  readonly engine: StoppingEngine;
  readonly context: EngineContext;
}

/** The exec target of a member. */
export const targetOf = ({ namespace, container }: Resting, pod: string): ExecTarget => ({ namespace, pod, container });

/** Reads lines `key=value`; what is no such line is left out. */
export function parseRest(text: string): RestFacts {
  const facts: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, key, value] = /^([a-z]\w*)=(.*)$/u.exec(line.trimEnd()) ?? [];
    if (key !== undefined && value !== undefined) facts[key] = value;
  }
  return facts;
}

/** Runs one of the engine's scripts on a member, and gives what it printed. Throws {@link ClusterTrouble} with the end of its complaint. */
export async function run(hand: Hand, resting: Resting, pod: string, script: string, seconds = 60): Promise<string> {
  const result = await hand.script(targetOf(resting, pod), script, { timeout: seconds * 1_000 });
  if (result.exitCode === 0) return result.stdout;
  const how = result.exitCode === undefined ? 'the stream broke off' : `exit code ${String(result.exitCode)}`;
  const said = result.stderr.trim().slice(-300);
  throw new ClusterTrouble('broken', `${pod} did not do it (${how})${said === '' ? '' : `: ${said}`}`);
}

/** What a member says of itself. */
export async function restFacts(hand: Hand, resting: Resting, pod: string): Promise<RestFacts> {
  return parseRest(await run(hand, resting, pod, resting.engine.facts(resting.context)));
}

/** The first of these members that calls itself primary, with what it says; undefined where none does. */
export async function leaderOf(
  hand: Hand,
  resting: Resting,
  pods: readonly string[],
): Promise<{ readonly pod: string; readonly facts: RestFacts } | undefined> {
  for (const pod of pods) {
    const facts = await restFacts(hand, resting, pod);
    if (facts['role'] === 'primary') return { pod, facts };
  }
  return undefined;
}
