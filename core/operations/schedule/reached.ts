import type { LiveDatabase } from '../../inventory/model.ts';
import type { Found } from '../backup/find.ts';

/** Where runs reach the database, and why there. */
export interface ReachedBy {
  readonly host: string;
  readonly port: number;
  /** As manifests name it. */
  readonly member: string;
  /** In plain words, for the preview. */
  readonly why: string;
}

/**
 * Whom the runs of a schedule read. A standby that is fit today may be far behind one day, and nobody would look: so it is the Service that leads to the primary.
 * Where there is none, it is the one member that is read now.
 */
export function reachedBy({ services, members, namespace }: LiveDatabase, { member, server }: Found): ReachedBy {
  const port = server.model.port ?? server.model.engine.clientPort.value;
  const write = services.find(({ purpose, ports }) => purpose === 'write' && ports.includes(port));
  const { name } = member;
  if (members.length > 1 && write !== undefined) {
    const { name: service } = write.service;
    const why = `Every run reads the primary, through the Service ${service}.`;
    return { host: `${service}.${namespace}.svc`, port, member: service, why };
  }
  const why =
    members.length > 1
      ? `Every run reads ${name}, whatever its role is then: there is no Service that leads to the primary.`
      : `Every run reads ${name}.`;
  return { host: member.host, port: member.port, member: name, why };
}
