import assert from 'node:assert/strict';
import { REQUEST_VARIABLE, type MoverRequest } from '../../../core/backups/mover/request.ts';
import type { ApiObject } from '../../../core/cluster/connection.ts';

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** What a Job of the product asks for. */
export interface JobRequest {
  readonly mover: MoverRequest;
  /** Variables of the engine's container, where the Job has one. */
  readonly engine: Readonly<Record<string, string>> | undefined;
}

/** The kubelet's `$$` is one `$`. */
const variables = ({ env = [] }: Container): Record<string, string> =>
  Object.fromEntries(env.map(({ name, value = '' }) => [name, value.replaceAll('$$', () => '$')]));

/** Reads a Job by what its containers are told; undefined where no mover works in it. */
export function requestOf(job: ApiObject): JobRequest | undefined {
  const { containers } = (job['spec'] as unknown as { template: { spec: { containers: readonly Container[] } } })
    .template.spec;
  const mover = containers.find(({ name }) => name === 'mover');
  if (mover === undefined) return undefined;
  const text = variables(mover)[REQUEST_VARIABLE];
  assert.ok(text !== undefined, `${job.metadata.name} says nothing to its mover`);
  const engine = containers.find(({ name }) => name === 'engine');
  return { mover: JSON.parse(text) as MoverRequest, engine: engine && variables(engine) };
}
