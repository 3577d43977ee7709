import type { CodeLens } from 'vscode-languageserver';
import type { Database } from '../../engines/model/database.ts';
import type { WorkloadKind } from '../../engines/model/workload.ts';
import { rangeOf } from '../documents/index.ts';
import type { Finding } from '../linter/finding.ts';
import { COMMANDS } from '../protocol/messages.ts';
import type { ShowRisksArgument } from '../protocol/messages.ts';
import { risksOf, titleOf } from '../session/risks.ts';
import type { Session } from '../session/session.ts';
import type { Feature } from './feature.ts';

/** Which workload of which file a lens stands over. */
interface LensData {
  readonly uri: string;
  readonly index: number;
}

/** `textDocument/codeLens`: over each workload that is a database, what it is and how many risks it bears. */
export const provideCodeLenses: Feature = (session) => {
  const { connection, runner, projects } = session;
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    runner.answer<CodeLens[]>('textDocument/codeLens', token, [], async () => {
      const path = await session.settled(uri);
      const { enable, codeLens } = projects.settingsFor(path);
      if (!enable || !codeLens) return [];
      return workloadsOf(session, path).map((databases, index) => ({
        range: rangeOfKind(databases),
        data: { uri, index } satisfies LensData,
      }));
    }),
  );
  connection.onCodeLensResolve((lens, token) =>
    runner.answer('codeLens/resolve', token, lens, async () => {
      const { uri, index } = lens.data as LensData;
      const path = await session.settled(uri);
      const databases = workloadsOf(session, path)[index];
      return databases ? { ...lens, command: commandOf(session, uri, databases) } : lens;
    }),
  );
  return { codeLensProvider: { resolveProvider: true } };
};

/** The databases of a file, those of one workload together. */
function workloadsOf({ projects }: Session, path: string): Database[][] {
  const byWorkload = new Map<unknown, Database[]>();
  for (const database of projects.linterOf(path)?.databases(path) ?? []) {
    const { object } = database.workload;
    const siblings = byWorkload.get(object);
    if (siblings) siblings.push(database);
    else byWorkload.set(object, [database]);
  }
  return [...byWorkload.values()];
}

function rangeOfKind([database]: readonly Database[]): CodeLens['range'] {
  if (database === undefined) throw new RangeError('no database');
  return rangeOf({ object: database.workload.object, path: ['kind'] });
}

function commandOf({ client, documents, reports }: Session, uri: string, databases: readonly Database[]) {
  const risks = risksOf(databases, (path) => reports.findings(path));
  const title = titleOfLens(databases, risks);
  if (!client.commands.has(COMMANDS.showRisks)) return { title, command: '' };
  const argument: ShowRisksArgument = {
    uri,
    range: rangeOfKind(databases),
    object: databases[0] ? titleOf(databases[0].workload.object) : '',
    findings: risks.map((finding) => ({ uri: documents.uriOf(finding.uri), range: finding.range })),
  };
  return { title, command: COMMANDS.showRisks, arguments: [argument] };
}

/** «PostgreSQL 16.4 · 3 members · 5 risks». */
function titleOfLens(databases: readonly Database[], risks: readonly Pick<Finding, 'rule'>[]): string {
  const names = new Set(
    databases.map(({ engine, version }) => [engine.name, version && shortened(version.text)].filter(Boolean).join(' ')),
  );
  const parts = [[...names].join(' and ')];
  const [first] = databases;
  if (first?.members.count !== undefined && RUNS_ON.has(first.workload.kind))
    parts.push(counted(first.members.count, 'member'));
  parts.push(risks.length === 0 ? 'no risks' : counted(risks.length, 'risk'));
  return parts.join(' · ');
}

/** Kinds whose replicas are members of a database. */
const RUNS_ON: ReadonlySet<WorkloadKind> = new Set<WorkloadKind>([
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
]);

/** `16.4` of `16.4.1-debian`. */
function shortened(version: string): string {
  return /^\d+(?:\.\d+)?/u.exec(version)?.[0] ?? version;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
