import type { Database } from '../../../engines/model/database.ts';
import type { ProbeAdvice } from '../../../engines/model/engine.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Fix } from '../rule.ts';
import { isHeadless } from '../workload/headless-service.ts';
import { CLIENTS_TOO, publishUnready, servesClientsToo } from '../workload/publish-unready.ts';
import { termsOf, titled } from './fix-kind.ts';
import type { Terms } from './fix-kind.ts';
import type { ProbeKey } from './probe.ts';

/**
 * A fix that gives the database's container the engine's own probes; `what` ends the title: «a readiness probe». With readiness come
 * pods that are not ready: where peers look each other up before, their headless Service is told to name such pods too.
 */
export function addProbe(
  database: Database,
  what: string,
  probes: readonly (readonly [ProbeKey, Pick<ProbeAdvice, 'probe'>])[],
  terms?: Terms,
): Fix {
  const { field } = database.container;
  const [first] = probes;
  const check = first && checkName(database, first[1].probe);
  const service = probes.some(([key]) => key === 'readinessProbe') ? serviceOfPeers(database) : undefined;
  const own = terms ?? termsOf(database, first?.[1].probe ?? {}, check);
  const isForClients = service !== undefined && servesClientsToo(database);
  const { kind, condition }: Terms =
    own.kind === 'safe' && isForClients ? { kind: 'careful', condition: CLIENTS_TOO } : own;
  const beside = service === undefined ? '' : ', and let peers find members that are not ready';
  return {
    title: titled(`Add ${what}${check === undefined ? '' : ` (${check})`}${beside}`, kind, condition),
    kind,
    apply: (editor) => {
      for (const [key, { probe }] of probes) editor.set(field.object, [...field.path, key], probe);
      if (service !== undefined) publishUnready(editor, service);
    },
  };
}

/** The headless Service by which members look each other up before they are ready, where it does not name such members yet. */
function serviceOfPeers({ services, engine, context, replication, members }: Database): KubeObject | undefined {
  const { governing } = services;
  if (governing === undefined || members.count === 1 || !isHeadless(governing)) return undefined;
  const published = new Field(governing).at('spec', 'publishNotReadyAddresses');
  const isMissing = published.absent || published.boolean() === false;
  return isMissing && engine.topology.peersBeforeReady(context, replication) ? governing : undefined;
}

/** The program that a probe asks with: `pg_isready`; undefined where it is none of the engine's. */
export function checkName({ engine }: Database, probe: ProbeAdvice['probe']): string | undefined {
  if ('httpGet' in probe) return 'HTTP';
  if ('tcpSocket' in probe) return 'TCP';
  const words = JSON.stringify(probe).split(/[^\w.-]+/u);
  return words.find((word) => engine.clientCommands.includes(word) || word === 'healthcheck.sh' || word === 'curl');
}
