import type { Json } from '../../engines/model/object.ts';
import type { ApiObject } from '../cluster/connection.ts';

/** Who has the backup made before a migration: somebody who applies the manifests and waits, Helm before an upgrade, or Argo CD before a sync. */
export type MigrationHook = 'none' | 'helm' | 'argo-cd';

/**
 * What makes each of them create an object first, and wait for a Job. `order`: lower ones come first.
 * Sources: https://helm.sh/docs/topics/charts_hooks/, https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
const ANNOTATIONS: Readonly<Record<MigrationHook, (order: number) => Readonly<Record<string, string>>>> = {
  none: () => ({}),
  helm: (order) => ({
    // Before an installation there is nothing to back up.
    'helm.sh/hook': 'pre-upgrade',
    'helm.sh/hook-weight': String(order),
    'helm.sh/hook-delete-policy': 'before-hook-creation',
  }),
  'argo-cd': (order) => ({
    'argocd.argoproj.io/hook': 'PreSync',
    'argocd.argoproj.io/sync-wave': String(order),
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  }),
};

/** Migrations have no order of their own, which is 0. */
const FIRST = -20;

/**
 * The manifests of a backup before a migration: the mover's ConfigMap and the Job that dumps. A backup that fails is a Job that fails, and with it the upgrade or the
 * sync: the migration does not begin. The Job goes by itself an hour after its end where nobody else removes it.
 */
export function beforeMigration(mover: ApiObject, job: ApiObject, hook: MigrationHook): readonly ApiObject[] {
  return [mover, job].map((object, index) => {
    const own = (object.metadata['annotations'] ?? {}) as Readonly<Record<string, Json>>;
    const annotations = { ...own, ...ANNOTATIONS[hook](FIRST + index) };
    if (Object.keys(annotations).length === 0) return object;
    return { ...object, metadata: { ...object.metadata, annotations } };
  });
}
