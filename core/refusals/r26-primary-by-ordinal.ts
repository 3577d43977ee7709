import { findText } from '../../engines/configuration/pod-texts.ts';
import type { Database } from '../../engines/model/database.ts';
import type { Pod } from '../../engines/model/workload.ts';
import type { LiveMember } from '../inventory/model.ts';
import { readServer } from '../procedures/members/server.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check } from './refusal.ts';

/** Scripts in it run once, on an empty volume: https://hub.docker.com/_/postgres («Initialization scripts»); mysql, mariadb alike. */
const ONCE = '/docker-entrypoint-initdb.d';

/**
 * A test of a pod's own name or ordinal against the first member: `[ "${HOSTNAME##*-}" = 0 ]`, `[[ $ordinal -eq 0 ]]`, `case $HOSTNAME in *-0)`. Numbers made of
 * the ordinal (a server id) are none.
 */
const BY_ORDINAL = [
  /(?:\$\{?\w*(?:HOSTNAME|POD_NAME|MEMBER|ordinal|index|idx)\w*(?:(?:##|%)[^}]*)?\}?|\$\(hostname(?: -s)?\)|`hostname`)["']?\s*(?:={1,2}|-eq)\s*["']?(?:\*-|[\w.${}-]+-)?0\b/iu,
  /\bcase\s+["']?(?:\$\{?\w*(?:HOSTNAME|POD_NAME|MEMBER|ordinal)\w*\}?|\$\(hostname(?: -s)?\)|`hostname`)["']?\s+in\s[\s(]*["']?(?:\*-|[\w.${}-]+-)?0["']?\s*\)/iu,
] as const;

/**
 * R26, to be mended: what the pods run at every start takes the first member for the primary, and now another one is: a restart of the first would make a second
 * primary. Also where the start is out of sight while the primary is not the first member.
 */
export const r26PrimaryByOrdinal: Check = async ({ connection, database, signal }) => {
  const primary = database.members.find(({ role, writable }) => role === 'primary' || writable === true);
  const first = Math.min(...database.members.flatMap(({ ordinal }) => ordinal ?? []));
  const isAlone = database.members.length < 2 && (database.replicas.desired ?? 1) < 2;
  if (isAlone || primary?.ordinal === undefined || primary.ordinal === first) return [];
  const server = await readServer(connection, database, signal);
  if (server === undefined) return [refused(primary, 'its workload cannot be read')];
  const { model } = server;
  const found = chosenByOrdinal(model.pod);
  if (found !== undefined) return [refused(primary, `the pods run: ${found}`)];
  const unseen = outOfSight(model);
  return unseen === undefined ? [] : [refused(primary, unseen)];
};

/** The text by which a pod chooses its role by ordinal at every start; undefined where nothing in sight does. */
export function chosenByOrdinal(pod: Pod): string | undefined {
  const lasting: Pod = {
    ...pod,
    containers: pod.containers.map((one) => ({
      ...one,
      files: one.files.filter(({ path }) => !path.startsWith(ONCE)),
    })),
  };
  for (const pattern of BY_ORDINAL) {
    const found = findText(lasting, pattern);
    if (found !== undefined) return found.text.replaceAll(/\s+/gu, ' ').slice(0, 120);
  }
  return undefined;
}

/** Why the pods may choose by ordinal although nothing in sight does. Sidecars start no server. */
function outOfSight({ container, recognition, replication }: Database): string | undefined {
  if (!container.filesComplete) return 'a ConfigMap or Secret that its start may read is out of sight';
  if (recognition.certainty === 'certain' || replication.state === 'configured') return undefined;
  return `what ${container.image?.reference ?? 'its image'} does at its start is not known`;
}

const refused = ({ pod }: LiveMember, evidence: string): Refusal => ({
  id: 'R26',
  kind: 'mend',
  what: `The first member may come back as a second primary: the role follows the ordinal, and ${pod.name} is the primary now.`,
  evidence,
  wayOut: 'Hand over to the first member before, or take the choice by ordinal out of the start script.',
});
