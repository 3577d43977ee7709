import type { Engine, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { KEEPING_ROLES } from './facts.ts';

type Persistence = ReturnType<Engine['persistence']>;

/** Whether the node keeps anything: shards (a data role) or the state of the cluster (a master role). */
export function persistence({ settings }: EngineContext): Persistence {
  const roles = settings.get('node.roles');
  if (roles !== undefined) return ofRoles(roles.value);
  const isMaster = settings.get('node.master')?.value;
  if (settings.get('node.data')?.value !== 'false') return { state: 'on', why: 'a data node keeps shards' };
  return isMaster === 'false'
    ? { state: 'off', why: 'neither a data nor a master node: it keeps nothing' }
    : { state: 'on', why: 'a master node keeps the state of the cluster' };
}

/** `master,data`, `[ "master", "data" ]`, or nothing for a node that only coordinates. */
function ofRoles(text: string): Persistence {
  if (isUnknown(text)) return { state: 'unknown', why: 'its roles are not in sight' };
  const roles = text.split(/[\s,[\]"']+/u).filter((role) => role !== '');
  const keeping = roles.find((role) => KEEPING_ROLES.value.test(role));
  if (keeping !== undefined) return { state: 'on', why: `a node with the role ${keeping} keeps state on disk` };
  return roles.length === 0
    ? { state: 'off', why: 'a node that only coordinates keeps nothing' }
    : { state: 'off', why: `a node with no role but ${roles.join(', ')} keeps nothing` };
}
