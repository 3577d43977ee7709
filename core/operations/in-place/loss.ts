import { counted } from '../../inventory/databases/words.ts';
import type { EngineId } from '../../../engines/model/engine.ts';
import { bytesBetween } from '../../../engines/postgresql/lsn.ts';
import { begun } from '../../backups/retention.ts';
import type { Manifest } from '../../backups/manifest.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Expectation } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import { parseFacts, type ServerFacts } from '../backup/facts.ts';

/** Writes that a restore takes back, as far as is known before: all since the backup was begun. `backup` is its id, `now` in milliseconds since 1970. */
export function expectedLoss(backup: string, now: number): Expectation {
  const time = begun(backup);
  if (time === undefined) return { seconds: undefined, from: `the id ${backup} does not tell when it was begun` };
  return {
    seconds: Math.max(0, (now - time) / 1_000),
    from: `everything written since the backup was made is not in the new set: it was begun at ${new Date(time).toISOString()}. It stays on the old set's claims`,
  };
}

/** What was written to the old set since the backup, in plain words; what cannot be known is said as unknown. */
export function lossWords(engine: EngineId, manifest: Manifest, last: ServerFacts | undefined): string {
  if (last === undefined) return 'How much was written since the backup is not known: the old server does not answer.';
  const isSame = manifest.identity === undefined || last['identity'] === manifest.identity;
  const position = last['position'];
  const bytes = isSame ? bytesSince(engine, manifest.to ?? manifest.from, position) : undefined;
  const compared = Object.entries(manifest.countsAfter ?? manifest.counts).flatMap(([name, then]) => {
    const now = Number(last[`count.${name}`]);
    return Number.isFinite(now) ? [`${name}: ${then} in the backup, ${now} in the old set`] : [];
  });
  const amount = bytes === undefined ? [] : [`${counted(bytes, 'byte')} of the engine's own log`];
  const at = position === undefined ? [] : [`the old set ended at ${position}`];
  const all = [...amount, ...compared, ...at];
  return all.length === 0
    ? 'How much was written since the backup is not known: nothing was counted.'
    : `Written since the backup, and not in the new set: ${all.join('; ')}.`;
}

/** Bytes of WAL or of the replication stream; undefined where positions are no numbers (GTID sets). */
function bytesSince(engine: EngineId, from: string | undefined, to: string | undefined): number | undefined {
  if (engine === 'postgresql') return bytesBetween(from, to);
  const isOffset = (text: string | undefined): text is string => text !== undefined && /^\d+$/u.test(text);
  if ((engine !== 'redis' && engine !== 'valkey') || !isOffset(from) || !isOffset(to)) return undefined;
  return Number(to) - Number(from);
}

/** The fact that keeps what will not be in the new set. */
export const LOSS = 'loss';

/** The old server that is asked last. */
export interface LastAsked {
  readonly engine: EngineId;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The engine's questions, with the address of the server in them. */
  readonly script: string;
}

/**
 * Asks the old server for its last position and counts, once no new client reaches it, and keeps what will not be in the new set in words. A server that does not
 * answer may be the very reason for the restore: then the loss is called unknown.
 */
export function lossStep({ engine, namespace, pod, container, script }: LastAsked): Step {
  return {
    id: 'loss',
    title: `Ask ${pod} for its last position, and tell what will not be in the new set`,
    commands: [`kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 90,
    observe: ({ facts }) => {
      const known = facts[LOSS];
      return Promise.resolve(
        typeof known === 'string' ? { state: 'done', evidence: known } : { state: 'todo', evidence: 'Not asked yet.' },
      );
    },
    act: async (hand) => {
      const manifest = hand.facts['manifest'] as unknown as Manifest;
      const said = await hand
        .script({ namespace, pod, container }, script, { timeout: 60_000 })
        .then(({ exitCode, stdout }) => (exitCode === 0 ? parseFacts(stdout) : undefined))
        .catch((error: unknown) => {
          hand.signal.throwIfAborted();
          hand.tell({ text: `${pod} does not answer: ${error instanceof Error ? error.message : 'no reason given'}` });
          return undefined;
        });
      await hand.keep('measured.lostSeconds', Math.max(0, (hand.now() - manifest.started) / 1_000));
      await hand.keep(LOSS, lossWords(engine, manifest, said));
    },
  };
}
