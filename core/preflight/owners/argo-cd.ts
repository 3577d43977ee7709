import type { ApiObject, ObjectName, Resource } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { managersOf, wasApplied } from './managed-fields.ts';
import type { Owner, Sight } from './owner.ts';

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ */
const APPLICATIONS: Resource = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  kind: 'Application',
  namespaced: true,
};
/** https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
const TRACKING = 'argocd.argoproj.io/tracking-id';
const INSTANCE_LABELS = ['argocd.argoproj.io/instance', 'app.kubernetes.io/instance'];
/** Its name in managed fields: `argocd-controller`, formerly `argocd-application-controller`. */
const MANAGER = 'argocd';
const SKIP = 'argocd.argoproj.io/skip-reconcile';
const SKIP_SOURCE = 'https://argo-cd.readthedocs.io/en/stable/user-guide/skip_reconcile/';
/** Where it is installed unless somebody chose another namespace. */
const USUAL = 'argocd';

/** Argo CD, where it sets this field of the object. Throws {@link ClusterTrouble} for an API that fails. */
export async function argoCdOf(
  sight: Sight,
  object: ApiObject,
  path: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Owner[]> {
  const isManager = managersOf(object, path).some((manager) => manager.startsWith(MANAGER));
  const id = fieldOf(object).at('metadata', 'annotations', TRACKING).string();
  const isTracked = id !== undefined || managersAnywhere(object);
  if (!isManager && !(isTracked && wasApplied(object, path))) return [];
  const name = id?.split(':')[0] ?? instanceOf(object);
  if (name === undefined) return [unseen('an Application', 'nothing on the object says which')];
  const found = await findApplication(sight, name, signal);
  return [typeof found === 'string' ? unseen(`Application ${name}`, found) : judge(found, object, path)];
}

function managersAnywhere(object: ApiObject): boolean {
  return fieldOf(object)
    .at('metadata', 'managedFields')
    .items()
    .some((entry) => entry.at('manager').string()?.startsWith(MANAGER) === true);
}

function instanceOf(object: ApiObject): string | undefined {
  const labels = fieldOf(object).at('metadata', 'labels').stringMap();
  return INSTANCE_LABELS.map((label) => labels[label]).find((value) => value !== undefined);
}

const unseen = (name: string, why: string): Owner => ({
  by: 'Argo CD',
  name,
  state: 'unknown',
  evidence: `Argo CD set it, and ${name} cannot be seen from here: ${why}`,
  pause: undefined,
});

/** Applications of other namespaces are tracked as `namespace_name`. The string says why there is none to see. */
async function findApplication(
  sight: Sight,
  tracked: string,
  signal: AbortSignal | undefined,
): Promise<ApiObject | string> {
  const cut = tracked.indexOf('_');
  const options = signal ? { signal } : {};
  const wanted = cut < 0 ? tracked : tracked.slice(cut + 1);
  const namespace = cut < 0 ? undefined : tracked.slice(0, cut);
  try {
    if (namespace !== undefined) return await sight.read({ resource: APPLICATIONS, namespace, name: wanted }, options);
    const found = await inAll(sight, wanted, options).catch((error: unknown) => {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
      return sight.read({ resource: APPLICATIONS, namespace: USUAL, name: wanted }, options);
    });
    return found ?? 'there is no Application of that name in this cluster';
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    return error.kind === 'forbidden' ? 'one may not read it' : 'there is none in this cluster';
  }
}

async function inAll(
  sight: Sight,
  name: string,
  options: { readonly signal?: AbortSignal },
): Promise<ApiObject | undefined> {
  const named = { fieldSelector: `metadata.name=${name}`, ...options };
  for await (const { items } of sight.list(APPLICATIONS, undefined, named)) {
    const found = items.find(({ metadata }) => metadata.name === name);
    if (found) return found;
  }
  return undefined;
}

function judge(application: ApiObject, object: ApiObject, path: readonly string[]): Owner {
  const { name, namespace = USUAL } = application.metadata;
  const read = fieldOf(application);
  const own = `Application ${namespace}/${name}`;
  const place: ObjectName = { resource: APPLICATIONS, namespace, name };
  const skip = read.at('metadata', 'annotations', SKIP).string();
  const automated = read.at('spec', 'syncPolicy', 'automated');
  const state =
    skip === 'true'
      ? 'paused'
      : !automated.exists || automated.value === null || automated.at('enabled').boolean() === false
        ? 'passive'
        : leavesAlone(application, object, path)
          ? 'paused'
          : 'active';
  const heals = automated.at('selfHeal').boolean() === true ? 'it heals itself' : 'it syncs with every new commit';
  const words = {
    paused: `${own} leaves it alone (${skip === 'true' ? SKIP : 'ignoreDifferences'})`,
    passive: `${own} syncs only when somebody asks for it`,
    active: `${own} sets it, and ${heals}`,
  };
  return {
    by: 'Argo CD',
    name: own,
    state,
    evidence: words[state],
    pause: {
      object: place,
      path: ['metadata', 'annotations', SKIP],
      value: 'true',
      before: skip,
      command: `kubectl annotate applications.argoproj.io ${name} --namespace=${namespace} --overwrite ${SKIP}=true`,
      undoCommand: `kubectl annotate applications.argoproj.io ${name} --namespace=${namespace} ${SKIP}-`,
      source: SKIP_SOURCE,
    },
  };
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/ with `RespectIgnoreDifferences=true`. */
function leavesAlone(application: ApiObject, object: ApiObject, path: readonly string[]): boolean {
  const spec = fieldOf(application).at('spec');
  if (!spec.at('syncPolicy', 'syncOptions').strings().includes('RespectIgnoreDifferences=true')) return false;
  const pointed = `/${path.join('/')}`;
  return spec
    .at('ignoreDifferences')
    .items()
    .some((one) => {
      const meets = (key: string, value: string | undefined): boolean =>
        !one.at(key).exists || one.at(key).string() === value;
      return (
        one.at('kind').string() === object.kind &&
        meets('name', object.metadata.name) &&
        meets('namespace', object.metadata.namespace) &&
        one.at('jsonPointers').strings().includes(pointed)
      );
    });
}
