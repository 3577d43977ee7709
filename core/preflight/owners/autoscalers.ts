import type { ApiObject, Resource } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Owner, Sight } from './owner.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
const AUTOSCALERS: Resource = {
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  namespaced: true,
};
/** https://keda.sh/docs/latest/reference/scaledobject-spec/ */
const SCALED_OBJECTS: Resource = {
  group: 'keda.sh',
  version: 'v1alpha1',
  plural: 'scaledobjects',
  kind: 'ScaledObject',
  namespaced: true,
};
/** While it stands there, KEDA scales nothing and has no autoscaler of its own. */
const PAUSED = 'autoscaling.keda.sh/paused';
/** Scales to so many, and then nothing more. */
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
const KEDA_SOURCE = 'https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling';

/** Who scales a workload by its load. Throws {@link ClusterTrouble} for an API that fails. */
export async function autoscalersOf(
  sight: Sight,
  workload: ApiObject,
  signal?: AbortSignal,
): Promise<readonly Owner[]> {
  const { namespace } = workload.metadata;
  const scaled = await listed(sight, SCALED_OBJECTS, namespace, signal);
  const byKeda = (scaled ?? []).filter((one) => targets(one, workload, 'Deployment')).map(kedaOwner);
  const found = await listed(sight, AUTOSCALERS, namespace, signal);
  if (found === undefined) return [...byKeda, unlisted(namespace ?? '')];
  const direct = found.filter((one) => targets(one, workload, undefined));
  const others = direct.flatMap((one) => {
    const maker = fieldOf(one)
      .at('metadata', 'ownerReferences')
      .items()
      .find((owner) => owner.at('kind').string() === SCALED_OBJECTS.kind)
      ?.at('name')
      .string();
    if (maker === undefined) return [autoscalerOwner(one)];
    // KEDA's own, which goes when KEDA is paused.
    return byKeda.some(({ name }) => name === `ScaledObject ${maker}`) ? [] : [unseenKeda(maker)];
  });
  return [...byKeda, ...others];
}

/** Undefined where one may not list them; a kind that is not served has none. */
async function listed(
  sight: Sight,
  resource: Resource,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ApiObject[] | undefined> {
  const all: ApiObject[] = [];
  try {
    for await (const { items, restarted } of sight.list(resource, namespace, signal ? { signal } : {})) {
      if (restarted === true) all.length = 0;
      all.push(...items);
    }
    return all;
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    if (error.kind === 'missing') return [];
    if (error.kind === 'forbidden') return undefined;
    throw error;
  }
}

function targets(scaler: ApiObject, workload: ApiObject, unsaid: string | undefined): boolean {
  const target = fieldOf(scaler).at('spec', 'scaleTargetRef');
  const kind = target.at('kind').string() ?? unsaid;
  return kind === workload.kind && target.at('name').string() === workload.metadata.name;
}

function autoscalerOwner({ metadata }: ApiObject): Owner {
  return {
    by: 'HorizontalPodAutoscaler',
    name: `HorizontalPodAutoscaler ${metadata.name}`,
    state: 'active',
    evidence: `HorizontalPodAutoscaler ${metadata.name} scales it; its API knows no pause`,
    pause: undefined,
  };
}

const unlisted = (namespace: string): Owner => ({
  by: 'HorizontalPodAutoscaler',
  name: 'a HorizontalPodAutoscaler',
  state: 'unknown',
  evidence: `one may not list horizontalpodautoscalers in ${namespace}`,
  pause: undefined,
});

const unseenKeda = (name: string): Owner => ({
  by: 'KEDA',
  name: `ScaledObject ${name}`,
  state: 'unknown',
  evidence: `ScaledObject ${name} scales it, and one may not read it`,
  pause: undefined,
});

function kedaOwner(scaled: ApiObject): Owner {
  const { name, namespace } = scaled.metadata;
  const annotations = fieldOf(scaled).at('metadata', 'annotations').stringMap();
  const paused = annotations[PAUSED];
  const count = annotations[PAUSED_REPLICAS];
  const own = `ScaledObject ${name}`;
  // A pause with a number scales to that number first: that is no pause for somebody who wants another one.
  const state = count !== undefined ? 'active' : paused === 'true' ? 'paused' : 'active';
  const evidence =
    count !== undefined
      ? `${own} is paused at ${count} ${count === '1' ? 'replica' : 'replicas'}, and keeps them`
      : state === 'paused'
        ? `${own} is paused`
        : `${own} scales it`;
  const target = `scaledobjects.keda.sh ${name} --namespace=${namespace ?? ''}`;
  return {
    by: 'KEDA',
    name: own,
    state,
    evidence,
    pause:
      count !== undefined
        ? undefined
        : {
            object: { resource: SCALED_OBJECTS, namespace, name },
            path: ['metadata', 'annotations', PAUSED],
            value: 'true',
            before: paused,
            command: `kubectl annotate ${target} --overwrite ${PAUSED}=true`,
            undoCommand: `kubectl annotate ${target} ${PAUSED}-`,
            source: KEDA_SOURCE,
          },
  };
}
