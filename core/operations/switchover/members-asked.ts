import type { EngineContext } from '../../../engines/model/engine.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { Gap, SwitchingEngine, Unfit } from '../../../engines/model/switching.ts';
import type { Connection } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { parseRest } from '../../procedures/members/rest.ts';
import type { Refusal } from '../../runner/step.ts';

/** What a member said while the plan was made. */
export interface MemberAsked {
  readonly name: string;
  /** Undefined where it said nothing. */
  readonly facts: RestFacts | undefined;
  readonly why: string | undefined;
}

/** A replica, judged as the one that is to lead. */
export interface Candidate {
  readonly name: string;
  readonly gap: Gap;
  readonly refusals: readonly Refusal[];
}

/** Asks all members at once, so that their positions belong together. Throws {@link ClusterTrouble} where exec is not allowed. */
export async function askMembers(
  connection: Pick<Connection, 'exec'>,
  { namespace, container, members }: LiveDatabase,
  engine: SwitchingEngine,
  context: EngineContext,
  signal?: AbortSignal,
): Promise<readonly MemberAsked[]> {
  return Promise.all(
    members.map(async ({ pod: { name } }): Promise<MemberAsked> => {
      try {
        const { exitCode, stdout, stderr } = await connection.exec(
          { namespace, pod: name, container },
          ['sh', '-c', engine.facts(context)],
          { timeout: 20_000, ...(signal ? { signal } : {}) },
        );
        if (exitCode === 0) return { name, facts: parseRest(stdout), why: undefined };
        return { name, facts: undefined, why: stderr.trim().slice(-200) || 'its server does not answer' };
      } catch (error) {
        if (!(error instanceof ClusterTrouble) || error.kind === 'forbidden') throw error;
        const isOut = ['missing', 'invalid', 'server'].includes(error.kind);
        return { name, facts: undefined, why: isOut ? 'its container does not run' : error.message };
      }
    }),
  );
}

const KINDS: Readonly<Partial<Record<Unfit['id'], Refusal['kind']>>> = { R4: 'never', R24: 'typed' };

/** A refusal in words about this member. */
export const refusalOf = (name: string, { id, what, evidence, wayOut }: Unfit): Refusal => ({
  id,
  kind: KINDS[id] ?? 'mend',
  what: what.replaceAll('{member}', name),
  evidence: `${name}: ${evidence.replaceAll('{member}', name)}`,
  wayOut,
});

/** Judges each replica, those that are fit and least behind first. */
export function judge(
  engine: SwitchingEngine,
  primary: RestFacts,
  replicas: readonly MemberAsked[],
): readonly Candidate[] {
  const judged = replicas.map(({ name, facts, why }): Candidate => {
    if (facts === undefined) return { name, gap: {}, refusals: [silent(name, why ?? 'it does not answer')] };
    const refusals = engine.cannotTakeOver(primary, facts).map((one) => refusalOf(name, one));
    return { name, gap: engine.gap(primary, facts), refusals };
  });
  const behind = ({ gap }: Candidate): number => gap.bytes ?? gap.transactions ?? gap.seconds ?? Infinity;
  return judged.sort((a, b) => a.refusals.length - b.refusals.length || compare(behind(a), behind(b)));
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const silent = (name: string, why: string): Refusal => ({
  id: 'R11',
  kind: 'mend',
  what: `${name} does not say how it stands.`,
  evidence: why,
  wayOut: 'Mend it, or choose another member.',
});

/** `orders-1: 0 bytes, 0.2 s behind`. */
export function gapWords({ name, gap: { bytes, seconds, transactions } }: Candidate): string {
  const parts = [
    bytes === undefined ? [] : [`${String(bytes)} bytes`],
    transactions === undefined ? [] : [`${String(transactions)} transactions`],
    seconds === undefined ? [] : [`${seconds.toFixed(1)} s`],
  ].flat();
  return `${name}: ${parts.length === 0 ? 'nobody knows how far' : parts.join(', ')} behind`;
}
