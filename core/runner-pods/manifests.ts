import { gzipSync } from 'node:zlib';
import type { ApiObject, Right } from '../cluster/connection.ts';
import { MOVER_KEY, PROGRAM_KEY, REQUEST_KEY, type RunnerRequest } from './request.ts';
import { runLabels, runName } from './names.ts';
import { rulesOf } from './rights.ts';

/** The programs that travel into the cluster, as text of one file each. */
export interface RunnerPrograms {
  readonly runner: string;
  /** For operations that move data. */
  readonly mover?: string | undefined;
}

/** The limit of the API for a ConfigMap's data. https://kubernetes.io/docs/concepts/configuration/configmap/ */
const LARGEST = 1024 * 1024;

/** Who an object belongs to: it goes when the Job goes. */
export interface Owner {
  readonly uid: string;
}

function metadata({ id, database }: RunnerRequest, owner: Owner): ApiObject['metadata'] {
  const name = runName(id);
  return {
    name,
    namespace: database.namespace,
    labels: runLabels(database, id),
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: owner.uid }],
  };
}

/** The immutable ConfigMap with the request and the programs, compressed. Throws where they do not fit into one. */
export function runConfigMap(request: RunnerRequest, programs: RunnerPrograms, owner: Owner): ApiObject {
  const packed = (text: string): Buffer => gzipSync(text, { level: 9 });
  const parts = {
    [PROGRAM_KEY]: packed(programs.runner),
    ...(programs.mover === undefined ? {} : { [MOVER_KEY]: packed(programs.mover) }),
  };
  const text = JSON.stringify(request);
  const size = Object.values(parts).reduce((sum, part) => sum + part.length, Buffer.byteLength(text));
  if (size >= LARGEST) throw new Error(`The runner does not fit into a ConfigMap: ${size} bytes.`);
  const binaryData = Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, part.toString('base64')]));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(request, owner),
    immutable: true,
    data: { [REQUEST_KEY]: text },
    binaryData,
  };
}

/** The account of the pods: it lets nobody in but them, and its token is mounted by them alone. */
export function runAccount(request: RunnerRequest, owner: Owner): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(request, owner),
    automountServiceAccountToken: false,
  };
}

/** The Role with only these rights. */
export function runRole(request: RunnerRequest, rights: readonly Right[], owner: Owner): ApiObject {
  return roleOf(metadata(request, owner), rights);
}

/** A Role with these rights, in its own namespace. */
export function roleOf(metadata: ApiObject['metadata'], rights: readonly Right[]): ApiObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: rulesOf(rights) };
}

/** Gives the Role to the account. */
export function runBinding(request: RunnerRequest, owner: Owner): ApiObject {
  const name = runName(request.id);
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata(request, owner),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: request.database.namespace }],
  };
}

/** The file whose presence says that a pod has read the database and stands ready. */
export const READY_FILE = '/tmp/ready';
