import type { KnownBackup } from '../../../core/backups/known.ts';
import type {
  LiveBackup,
  LiveHours,
  LiveObject,
  LiveStorage,
  MissingRight,
  Orphan,
} from '../../../core/inventory/model.ts';
import type { LiveFinding } from '../../../server/protocol/messages.ts';
import type { ForwardSeen } from './world.ts';

// What tells the parts of one database apart, and stays while the part does.

const ofObject = ({ kind, namespace, name }: LiveObject): string => `${kind} ${namespace ?? ''}/${name}`;

export const keyOfStorage = ({ label, members }: LiveStorage): string => `${label} ${members[0] ?? ''}`;
/** Also of what stops and starts a database. */
export const keyOfSchedule = ({ object }: Pick<LiveBackup, 'object'>): string => ofObject(object);
export const keyOfBackup: (backup: LiveBackup) => string = keyOfSchedule;
export const keyOfHours: (hours: LiveHours) => string = keyOfSchedule;
export const keyOfKept = ({ destination, id }: Pick<KnownBackup, 'destination' | 'id'>): string =>
  `${destination}/${id}`;
export const keyOfOrphan = ({ object }: Orphan): string => ofObject(object);
export const keyOfMissing = ({ right, namespace }: MissingRight): string => `${namespace ?? ''} ${right}`;
export const keyOfForward = ({ pod, to, port }: ForwardSeen): string => `${pod}:${to} ${port}`;
export const keyOfFinding = ({ rule, object, path, message }: LiveFinding): string =>
  [rule, object.kind, object.name, path, message].join(' ');
