import type { ApiObject } from '../cluster/connection.ts';
import { ENDED, type JournalRecord, type Phase, type StepRecord } from './journal-model.ts';
import { DATABASE_LABEL, fitting, journalName, MANAGED_BY, OPERATION_LABEL, PHASE_LABEL } from './names.ts';

/** The journal's key in its ConfigMap. */
export const KEY = 'journal.json';
/** Bytes; a ConfigMap holds 1 MiB. https://kubernetes.io/docs/concepts/configuration/configmap/ */
const LARGEST = 256 * 1024;
/** Characters of one text, and where the whole would be too large. */
const LONG = 2_000;
const SHORT = 200;

const PHASES: readonly Phase[] = ['planned', 'running', 'undoing', ...ENDED];

/** The ConfigMap of a record. Throws where the record is too large even when its evidence is shortened. */
export function journalObject(record: JournalRecord, before?: ApiObject): ApiObject {
  const { database, id, phase } = record;
  const labels = {
    ...MANAGED_BY,
    [DATABASE_LABEL]: fitting(database.name),
    [OPERATION_LABEL]: id,
    [PHASE_LABEL]: phase,
  };
  const metadata = before?.metadata ?? {
    name: journalName(database.namespace, id).name,
    namespace: database.namespace,
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, labels },
    data: { [KEY]: journalText(record) },
  };
}

function journalText(record: JournalRecord): string {
  for (const longest of [LONG, SHORT]) {
    const text = JSON.stringify({ ...record, steps: record.steps.map((step) => shortened(step, longest)) });
    if (Buffer.byteLength(text) < LARGEST) return text;
  }
  throw new RangeError(`The journal of ${record.id} would be larger than ${String(LARGEST / 1024)} KiB.`);
}

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;

function shortened(step: StepRecord, longest: number): StepRecord {
  const { evidence, progress, ...rest } = step;
  return {
    ...rest,
    ...(evidence === undefined ? {} : { evidence: cut(evidence, longest) }),
    ...(progress === undefined ? {} : { progress: { ...progress, text: cut(progress.text, longest) } }),
  };
}

/**
 * Reads a ConfigMap as a journal. It is not trusted: whoever may write ConfigMaps may have written it, so it must fit to the object that it stands in. Gives a string
 * that says why where it cannot be read.
 */
export function readJournal(object: ApiObject): JournalRecord | string {
  const text = (object['data'] as Readonly<Record<string, unknown>> | undefined)?.[KEY];
  if (typeof text !== 'string') return `It has no key ${KEY}.`;
  let record: Partial<JournalRecord> | null;
  try {
    record = JSON.parse(text) as typeof record;
  } catch {
    return `Its ${KEY} is no JSON.`;
  }
  if (record?.schema !== 1) return 'It was written by another version of Plinth.';
  const { id, operation, database, steps, facts, phase, parameters, accepted, epoch, expected } = record;
  const whole =
    typeof id === 'string' &&
    typeof operation === 'string' &&
    typeof database?.name === 'string' &&
    typeof database.kind === 'string' &&
    Array.isArray(steps) &&
    steps.every((step: Partial<StepRecord> | null) => typeof step?.id === 'string' && typeof step.state === 'string') &&
    isMap(facts) &&
    isMap(parameters) &&
    isMap(expected) &&
    Array.isArray(accepted) &&
    typeof epoch === 'number' &&
    typeof record.title === 'string' &&
    typeof record.by === 'string' &&
    typeof record.started === 'number' &&
    phase !== undefined &&
    PHASES.includes(phase);
  if (!whole) return 'Parts of the record are missing.';
  if (database.namespace !== object.metadata.namespace || journalName('', id).name !== object.metadata.name)
    return 'It tells of another operation than its name says.';
  return record as JournalRecord;
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
