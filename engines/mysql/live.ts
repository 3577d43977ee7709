import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine } from '../model/live.ts';
import { liveOf } from '../mysql-family/live.ts';
import { replication } from './replication.ts';

/** How MySQL's running members are asked, from 5.7 on. Group replication is not exercised here. */
export const live: LiveEngine = liveOf({
  engine: 'mysql',
  programs: ['mysql', '/opt/bitnami/mysql/bin/mysql', 'mariadb'],
  passwords: ['MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
  singleWriter,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/mysql.html',
});

/**
 * Galera and NDB write everywhere; a group does when `group_replication_single_primary_mode` (on by default) is off.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/group-replication-deploying-in-multi-primary-or-single-primary-mode.html
 */
function singleWriter(context: EngineContext): boolean {
  const { settings } = context;
  if (settings.has('ndbcluster') || settings.has('ndb_connectstring')) return false;
  const { method } = replication(context);
  if (method === 'galera') return false;
  if (method !== 'group-replication') return true;
  return !/^(?:off|0|false)$/iu.test(settings.get('group_replication_single_primary_mode')?.value ?? 'ON');
}
