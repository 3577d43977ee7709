import type { Database } from '../../../engines/model/database.ts';
import type { ProbeAdvice } from '../../../engines/model/engine.ts';
import type { Fix } from '../rule.ts';
import { kindOfProbeFix, titled } from './fix-kind.ts';
import type { ProbeKey } from './probe.ts';

/** A fix that gives the database's container the engine's own probes; `what` ends the title: «a readiness probe». */
export function addProbe(database: Database, what: string, probes: readonly (readonly [ProbeKey, ProbeAdvice])[]): Fix {
  const kind = kindOfProbeFix(database);
  const { field } = database.container;
  const [first] = probes;
  const check = first && checkName(database, first[1].probe);
  return {
    title: titled(`Add ${what}${check === undefined ? '' : ` (${check})`}`, kind),
    kind,
    apply: (editor) => {
      for (const [key, { probe }] of probes) editor.set(field.object, [...field.path, key], probe);
    },
  };
}

/** The program that a probe asks with: `pg_isready`; undefined where it is none of the engine's. */
export function checkName({ engine }: Database, probe: ProbeAdvice['probe']): string | undefined {
  if ('httpGet' in probe) return 'HTTP';
  if ('tcpSocket' in probe) return 'TCP';
  const words = JSON.stringify(probe).split(/[^\w.-]+/u);
  return words.find((word) => engine.clientCommands.includes(word) || word === 'healthcheck.sh' || word === 'curl');
}
