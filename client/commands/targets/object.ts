import type { LiveDatabase, LiveObject } from '../../../core/inventory/model.ts';
import type { Sidebar } from '../../sidebar.ts';
import type { Element } from '../../views/databases/element.ts';
import { keyOfBackup, keyOfOrphan, keyOfStorage } from '../../views/databases/keys.ts';
import { elementOf } from './element.ts';
import { databaseTarget, openCluster } from './pick.ts';
import type { OpenCluster } from './pick.ts';

/** An object of a cluster. */
export interface ObjectTarget {
  readonly cluster: OpenCluster;
  readonly object: LiveObject;
}

/** The object that a row stands for; a database's is its workload. From the palette, a database is asked for. */
export async function objectTarget(
  sidebar: Sidebar,
  argument: unknown,
  title: string,
): Promise<ObjectTarget | undefined> {
  const element = elementOf(argument);
  if (element?.kind === 'orphan') {
    const cluster = openCluster(sidebar, element.context);
    const orphan = cluster.view.orphans.find((one) => keyOfOrphan(one) === element.key);
    if (orphan === undefined) throw new Error('this object is not there any more.');
    return { cluster, object: orphan.object };
  }
  const target = await databaseTarget(sidebar, argument, title);
  if (target === undefined) return undefined;
  const { cluster, database } = target;
  const object = element === undefined ? database.workload : objectOf(element, database);
  if (object === undefined) throw new Error('this object is not there any more.');
  return { cluster, object };
}

/** What a row of a database stands for; its workload, where that is nothing of its own. */
function objectOf(element: Element, database: LiveDatabase): LiveObject | undefined {
  if (element.kind === 'member') return database.members.find(({ pod }) => pod.name === element.key)?.pod;
  if (element.kind === 'storage') return database.storage.find((one) => keyOfStorage(one) === element.key)?.claim;
  if (element.kind === 'service') {
    return database.services.find(({ service }) => service.name === element.key)?.service;
  }
  if (element.kind === 'backup') return database.backups.find((one) => keyOfBackup(one) === element.key)?.object;
  return database.workload;
}
