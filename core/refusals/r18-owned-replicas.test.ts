import assert from 'node:assert/strict';
import { seen, statefulSet, type Still } from '../../test/restart/still-cluster.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { r18OwnedReplicas } from './r18-owned-replicas.ts';

const owns = (manager: string, subresource?: string): object => ({
  manager,
  operation: 'Apply',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  ...(subresource === undefined ? {} : { subresource }),
});
const made = (apiVersion: string, kind: string, name: string, more: object, metadata: object = {}): ApiObject => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
  ...more,
});

const byArgo = statefulSet({
  managedFields: [owns('argocd-controller')],
  annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/StatefulSet:shop/postgres' },
});
const application = (spec: object, annotations: object = {}): ApiObject =>
  made('argoproj.io/v1alpha1', 'Application', 'shop', { spec }, { namespace: 'argocd', annotations });
const automated = { syncPolicy: { automated: { selfHeal: true } } };

const fluxLabels = (group: string): object => ({ [`${group}/name`]: 'apps', [`${group}/namespace`]: 'flux-system' });
const byKustomize = (annotations: object = {}): ApiObject =>
  statefulSet({
    managedFields: [owns('kustomize-controller')],
    labels: fluxLabels('kustomize.toolkit.fluxcd.io'),
    annotations,
  });
const byHelm = statefulSet({ managedFields: [owns('helm-controller')], labels: fluxLabels('helm.toolkit.fluxcd.io') });
const flux = { namespace: 'flux-system' };
const kustomization = (spec: object): ApiObject =>
  made('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'apps', { spec }, flux);
const release = (spec: object): ApiObject => made('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'apps', { spec }, flux);

const target = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'postgres' } };
const hpa = (metadata: object = {}): ApiObject =>
  made('autoscaling/v2', 'HorizontalPodAutoscaler', 'load', { spec: target }, { namespace: 'shop', ...metadata });
const scaled = (annotations: object): ApiObject =>
  made('keda.sh/v1alpha1', 'ScaledObject', 'queue', { spec: target }, { namespace: 'shop', annotations });

const check = async (objects: readonly ApiObject[], still: Still = {}): Promise<string[]> =>
  (await r18OwnedReplicas(seen(objects, {}, still))).map(({ kind, evidence }) => `${kind}: ${evidence}`);

describe('R18, replicas that belong to somebody else', () => {
  it('is refused for Argo CD that syncs by itself', async () => {
    assert.match((await check([byArgo, application(automated)]))[0] ?? '', /^mend: Application argocd\/shop sets it/u);
    const narrow = await check([byArgo, application(automated)], { narrow: ['applications'] });
    assert.match(
      narrow[0] ?? '',
      /^mend: Application argocd\/shop/u,
      'in its usual namespace it is found all the same',
    );
  });

  it('is refused for Argo CD by what it applied, where somebody else has scaled since', async () => {
    const last = { 'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{"replicas":3}}' };
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/StatefulSet:shop/postgres', ...last };
    const set = statefulSet({ managedFields: [owns('kubectl', 'scale')], annotations });
    assert.equal((await check([set, application(automated)])).length, 1);
  });

  it('is refused, unless accepted by typing, where the Application is out of sight', async () => {
    assert.match((await check([byArgo]))[0] ?? '', /^typed: .*there is no Application of that name/u);
    const [forbidden] = await check([byArgo, application(automated)], { forbidden: ['applications'] });
    assert.match(forbidden ?? '', /^typed: .*one may not read it/u);
  });

  it('is refused for Flux that reconciles, by Kustomization or by a HelmRelease that corrects drift', async () => {
    assert.match((await check([byKustomize(), kustomization({})]))[0] ?? '', /^mend: Kustomization flux-system\/apps/u);
    const correcting = release({ driftDetection: { mode: 'enabled' } });
    assert.match((await check([byHelm, correcting]))[0] ?? '', /^mend: HelmRelease/u);
  });

  it('is refused for an autoscaler, of Kubernetes or of KEDA', async () => {
    assert.match((await check([statefulSet(), hpa()]))[0] ?? '', /^mend: HorizontalPodAutoscaler load/u);
    const own = hpa({ ownerReferences: [{ kind: 'ScaledObject', name: 'queue', controller: true }] });
    const found = await check([statefulSet(), scaled({}), own]);
    assert.deepEqual(found, ['mend: ScaledObject queue scales it'], 'KEDA’s own autoscaler counts once');
    const kept = await check([statefulSet(), scaled({ 'autoscaling.keda.sh/paused-replicas': '3' })]);
    assert.match(kept[0] ?? '', /keeps them/u);
  });

  it('is refused, unless accepted by typing, where autoscalers may not be listed', async () => {
    const found = await check([statefulSet()], { forbidden: ['horizontalpodautoscalers'] });
    assert.match(found[0] ?? '', /^typed: one may not list horizontalpodautoscalers in shop/u);
  });

  it('is allowed where nobody owns them, and where autoscalers scale another workload', async () => {
    assert.deepEqual(await check([statefulSet()]), []);
    const other = made('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'postgres' } },
    });
    assert.deepEqual(await check([statefulSet(), other]), []);
  });

  it('is allowed where the owner is paused', async () => {
    const skip = { 'argocd.argoproj.io/skip-reconcile': 'true' };
    const ignoring = {
      syncPolicy: { automated: {}, syncOptions: ['RespectIgnoreDifferences=true'] },
      ignoreDifferences: [{ group: 'apps', kind: 'StatefulSet', jsonPointers: ['/spec/replicas'] }],
    };
    for (const objects of [
      [byArgo, application(automated, skip)],
      [byArgo, application(ignoring)],
      [byKustomize(), kustomization({ suspend: true })],
      [byKustomize({ 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' }), kustomization({})],
      [byHelm, release({ suspend: true, driftDetection: { mode: 'enabled' } })],
      [statefulSet(), scaled({ 'autoscaling.keda.sh/paused': 'true' })],
    ])
      assert.deepEqual(await check(objects), []);
  });

  it('is allowed where the owner changes nothing by itself', async () => {
    for (const objects of [
      [byArgo, application({})],
      [byArgo, application({ syncPolicy: { automated: { enabled: false } } })],
      [byHelm, release({})],
      [byHelm, release({ driftDetection: { mode: 'warn' } })],
    ])
      assert.deepEqual(await check(objects), []);
  });
});
