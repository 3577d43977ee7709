import * as vscode from 'vscode';
import type { Cluster } from '../../cluster/clusters.ts';
import type { LiveDatabase, LiveMember } from '../../../core/inventory/model.ts';
import type { Connection } from '../../../core/cluster/connection.ts';
import type { Sidebar } from '../../sidebar.ts';
import { engineWords, readyWords } from '../../views/databases/database-item.ts';
import { joined } from '../../views/databases/item.ts';
import { roleWords } from '../../views/databases/member-item.ts';
import { elementOf } from './element.ts';

/** A cluster that is open. */
export type OpenCluster = Cluster & {
  readonly connection: Connection;
  readonly view: NonNullable<Cluster['view']>;
};

export interface DatabaseTarget {
  readonly cluster: OpenCluster;
  readonly database: LiveDatabase;
}

export interface MemberTarget extends DatabaseTarget {
  readonly member: LiveMember;
}

const isOpen = (cluster: Cluster): cluster is OpenCluster =>
  cluster.view !== undefined && cluster.connection !== undefined;

/** The open cluster with this id. Throws where it is not open. */
export function openCluster(sidebar: Sidebar, context: string): OpenCluster {
  const cluster = sidebar.clusters.get(context);
  if (cluster === undefined || !isOpen(cluster)) throw new Error(`the context ${context} is not connected.`);
  return cluster;
}

/** The context that a command was called on, else one that is asked for; undefined where nobody chooses. */
export async function contextTarget(
  sidebar: Sidebar,
  argument: unknown,
  title: string,
  fits: (cluster: Cluster) => boolean = () => true,
): Promise<Cluster | undefined> {
  await sidebar.ready();
  const element = elementOf(argument);
  if (element !== undefined) return sidebar.clusters.get(element.context);
  const all = sidebar.clusters.all.filter(fits);
  if (all.length === 0) throw new Error('there is no context for this. «Add a Kubeconfig» makes others known.');
  const rows = all.map((cluster) => ({
    label: cluster.context.name,
    description: joined(cluster.rules.label, cluster.context.current && 'current', cluster.context.server),
    cluster,
  }));
  return (await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which context?' }))?.cluster;
}

/** The database that a command was called on, or on a row of, else one that fits of all open contexts. */
export async function databaseTarget(
  sidebar: Sidebar,
  argument: unknown,
  title: string,
  fits: (database: LiveDatabase) => boolean = () => true,
): Promise<DatabaseTarget | undefined> {
  await sidebar.ready();
  const element = elementOf(argument);
  const id = element !== undefined && 'database' in element ? element.database : undefined;
  if (element !== undefined && id !== undefined) {
    const cluster = openCluster(sidebar, element.context);
    const database = cluster.view.databases.get(id);
    if (database === undefined) throw new Error('this database is not there any more.');
    return { cluster, database };
  }
  const targets = sidebar.clusters.all
    .filter(isOpen)
    .flatMap((cluster) => [...cluster.view.databases.values()].map((database) => ({ cluster, database })));
  if (targets.length === 0) {
    throw new Error('no database is known: open a context in the view «Databases» first.');
  }
  const fitting = targets.filter(({ database }) => fits(database));
  if (fitting.length === 0) throw new Error(`there is no database for «${title}» in the contexts that are open.`);
  const rows = fitting.map((target) => ({
    label: `${target.database.namespace}/${target.database.name}`,
    description: joined(target.database.health, engineWords(target.database), readyWords(target.database)),
    detail: joined(target.cluster.context.name, target.cluster.rules.label),
    target,
  }));
  return (await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which database?', matchOnDescription: true }))
    ?.target;
}

/** The member that a command was called on; of a database with several, one that is asked for, the primary first. */
export async function memberTarget(
  sidebar: Sidebar,
  argument: unknown,
  title: string,
): Promise<MemberTarget | undefined> {
  const target = await databaseTarget(sidebar, argument, title);
  if (target === undefined) return undefined;
  const { members } = target.database;
  const element = elementOf(argument);
  const key = element?.kind === 'member' ? element.key : undefined;
  const named = members.find(({ pod }) => pod.name === key) ?? (members.length === 1 ? members[0] : undefined);
  if (named !== undefined) return { ...target, member: named };
  if (members.length === 0) throw new Error(`${target.database.name} has no pod now.`);
  const rows = [...members]
    .sort((a, b) => Number(b.role === 'primary') - Number(a.role === 'primary'))
    .map((member) => ({
      label: member.pod.name,
      description: joined(roleWords(member), member.trouble ?? (member.ready ? 'ready' : 'not ready')),
      member,
    }));
  const chosen = await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which member?' });
  return chosen && { ...target, member: chosen.member };
}
