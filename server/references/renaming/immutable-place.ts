import type { Path } from '../../../engines/model/object.ts';
import type { Reference } from '../reference.ts';

/** What of a StatefulSet may be changed; all else of its `spec` is refused. */
const STATEFUL_SET = ['template', 'replicas', 'updateStrategy'];

/**
 * Whether the API server refuses another name at the place where a reference stands, on an object that exists.
 * Source: the functions Validate…Update in https://github.com/kubernetes/kubernetes/tree/v1.36.0/pkg/apis (apps, batch, core, rbac)
 */
export function isImmutable({ object: { kind }, path }: Pick<Reference, 'object' | 'path'>): boolean {
  switch (kind) {
    case 'StatefulSet':
      return path[0] === 'spec' && !STATEFUL_SET.includes(String(path[1]));
    case 'Job':
      return begins(path, 'spec', 'template');
    case 'Pod':
    case 'PersistentVolumeClaim':
    case 'PersistentVolume':
    case 'VolumeSnapshot':
      return begins(path, 'spec');
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return begins(path, 'roleRef');
    default:
      return false;
  }
}

function begins(path: Path, ...steps: readonly string[]): boolean {
  return steps.every((step, at) => path[at] === step);
}
