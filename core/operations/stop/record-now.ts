import type { ApiObject } from '../../cluster/connection.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { doorOf } from '../../procedures/door/door.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { StopRecord } from './record.ts';

/** A database as it is before it is stopped, from its workload and what was seen of it. `at`: milliseconds since 1970. */
export function recordNow(database: LiveDatabase, body: ApiObject, operation: string, at: number): StopRecord {
  const { members, storage } = database;
  const spec = fieldOf(body).at('spec');
  const primary = members.find(({ role, writable }) => role === 'primary' && writable !== false)?.pod.name;
  const { services } = doorOf(database);
  const upstreams = members.flatMap(({ upstream }) => upstream ?? []);
  return {
    schema: 1,
    operation,
    at,
    replicas: spec.at('replicas').number() ?? 1,
    start: spec.at('ordinals', 'start').number() ?? 0,
    ...(primary === undefined ? {} : { primary }),
    members: members.map(({ pod, role }) => ({ name: pod.name, role })),
    followDoor: services.some((service) =>
      upstreams.some((host) => new RegExp(`^${service}(?:[.:]|$)`, 'u').test(host)),
    ),
    claims: storage.flatMap(({ claim }) => (claim === undefined ? [] : [{ name: claim.name, uid: claim.uid }])),
    services,
  };
}
