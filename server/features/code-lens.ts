import type { CodeLens, Command } from 'vscode-languageserver';
import type { Database } from '../../engines/model/database.ts';
import type { WorkloadKind } from '../../engines/model/workload.ts';
import type { Comparison } from '../changes/compare.ts';
import { rangeOf } from '../documents/index.ts';
import type { Finding } from '../linter/finding.ts';
import { COMMANDS } from '../protocol/messages.ts';
import type { ShowRisksArgument } from '../protocol/messages.ts';
import { risksOf, titleOf } from '../session/risks.ts';
import type { Session } from '../session/session.ts';
import { claimLenses } from './claim-lens.ts';
import type { Feature } from './feature.ts';

/** Which workload of which file a lens stands over. */
interface LensData {
  readonly uri: string;
  readonly index: number;
  /** What it tells of: how the database stands, or what the changes since the last commit would do to it. */
  readonly about: 'risks' | 'change';
}

/** `textDocument/codeLens`: over each workload that is a database, what it is and how many risks it bears; over each claim, what uses it. */
export const provideCodeLenses: Feature = (session) => {
  const { connection, runner, projects } = session;
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    runner.answer<CodeLens[]>('textDocument/codeLens', token, [], async () => {
      const path = await session.settled(uri);
      const { enable, codeLens } = projects.settingsFor(path);
      if (!enable || !codeLens) return [];
      const ofDatabases = workloadsOf(session, path).flatMap((databases, index) => {
        const range = rangeOfKind(databases);
        const lens = (about: LensData['about']): CodeLens => ({
          range,
          data: { uri, index, about } satisfies LensData,
        });
        return changeOf(session, path, databases) === undefined ? [lens('risks')] : [lens('risks'), lens('change')];
      });
      return [...ofDatabases, ...claimLenses(session, path)];
    }),
  );
  connection.onCodeLensResolve((lens, token) =>
    runner.answer('codeLens/resolve', token, lens, async () => {
      const { uri, index, about } = lens.data as LensData;
      const path = await session.settled(uri);
      const databases = workloadsOf(session, path)[index];
      if (databases === undefined) return lens;
      const change = about === 'change' ? changeOf(session, path, databases) : undefined;
      if (about === 'change' && change === undefined)
        return { ...lens, command: { title: 'As committed', command: '' } };
      const command = change
        ? showing(session, uri, databases, change.findings, titleOfChange(change))
        : commandOf(session, uri, databases);
      return { ...lens, command };
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

function commandOf(session: Session, uri: string, databases: readonly Database[]): Command {
  const risks = risksOf(databases, (path) => session.reports.findings(path));
  return showing(session, uri, databases, risks, titleOfLens(databases, risks));
}

/** A title that goes through findings when it is clicked; alone where the client cannot, or there are none. */
function showing(
  { client, documents }: Session,
  uri: string,
  databases: readonly Database[],
  findings: readonly Finding[],
  title: string,
): Command {
  if (!client.commands.has(COMMANDS.showRisks)) return { title, command: '' };
  const argument: ShowRisksArgument = {
    uri,
    range: rangeOfKind(databases),
    object: databases[0] ? titleOf(databases[0].workload.object) : '',
    findings: findings.map((finding) => ({ uri: documents.uriOf(finding.uri), range: finding.range })),
  };
  return { title, command: COMMANDS.showRisks, arguments: [argument] };
}

/** What the changes since the last commit would do to a workload's databases. */
function changeOf({ lastCommit }: Session, path: string, [database]: readonly Database[]): Comparison | undefined {
  return database && lastCommit.comparison(path, titleOf(database.workload.object));
}

/** «Since the last commit: 1 risk · Its pods are restarted one after the other». */
function titleOfChange({ findings, effects }: Comparison): string {
  const [first, ...more] = effects;
  const parts = [
    ...(findings.length > 0 ? [counted(findings.length, 'risk')] : []),
    ...(first === undefined ? [] : [first.replace(/\.$/u, '')]),
    ...(more.length > 0 ? [`${String(more.length)} more`] : []),
  ];
  return `Since the last commit: ${parts.join(' · ')}`;
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
