import type { Json } from '../../../engines/model/object.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';

/** The annotation on a stopped workload: how it was, for whoever starts it again. */
export const STOPPED = 'plinth.dev/stopped';

/** A database as it was stopped. Plain JSON; no secret. */
export interface StopRecord {
  readonly schema: 1;
  /** The operation that stopped it. */
  readonly operation: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly replicas: number;
  /** The first ordinal. */
  readonly start: number;
  /** The pod that was the primary; undefined where all members are alike or none was known. */
  readonly primary?: string | undefined;
  readonly members: readonly { readonly name: string; readonly role: string }[];
  /** Whether replicas find their primary through the door: then it must be open before they can follow. */
  readonly followDoor: boolean;
  /** Its claims; the uid tells a namesake made since. */
  readonly claims: readonly { readonly name: string; readonly uid: string }[];
  /** The Services that are its door. */
  readonly services: readonly string[];
  /** What the primary said of itself once nobody wrote any more; absent until then. */
  readonly rest?: RestFacts;
}

/** Reads the record of a workload; the string says why there is none that can be used. */
export function readRecord(workload: ApiObject): StopRecord | string {
  const text = fieldOf(workload).at('metadata', 'annotations').stringMap()[STOPPED];
  if (text === undefined) return `It has no annotation ${STOPPED}: it was not stopped by Plinth.`;
  let found: Partial<StopRecord> | null;
  try {
    found = JSON.parse(text) as typeof found;
  } catch {
    return `Its annotation ${STOPPED} is no JSON.`;
  }
  if (found?.schema !== 1) return `Its annotation ${STOPPED} was written by another version of Plinth.`;
  const isWhole =
    typeof found.replicas === 'number' &&
    typeof found.start === 'number' &&
    Array.isArray(found.members) &&
    Array.isArray(found.claims) &&
    Array.isArray(found.services);
  return isWhole ? (found as StopRecord) : `Parts of its annotation ${STOPPED} are missing.`;
}

/** As the annotation's text. */
export const recordText = (record: StopRecord): string => JSON.stringify(record);

/** As plain JSON, for the journal. */
export const recordFact = (record: StopRecord): Json => JSON.parse(recordText(record)) as Json;
