import type { WorkloadModel } from '../../engines/model/database.ts';
import type { Field } from '../../engines/model/field.ts';
import type { LiveDatabase } from './model.ts';
import { LiveLookup } from './store/live-lookup.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { StoredObject } from './store/stored-object.ts';

/**
 * All live objects that belong to a database, its workload first: claims, volumes and their classes, Services, budgets, autoscalers,
 * ConfigMaps that its pods name, and the jobs that back it up.
 */
export function objectsOf(database: LiveDatabase, model: WorkloadModel, store: ObjectStore): StoredObject[] {
  const lookup = new LiveLookup(store, new Set());
  const near = model.workload.object;
  const template = store.get(near.kind, near.namespace, near.name ?? '');
  const found = new Set<StoredObject>(template ? [template] : []);
  const add = (kind: string, namespace: string | undefined, name: string | undefined): void => {
    const object = name === undefined ? undefined : store.get(kind, namespace, name);
    if (object) found.add(object);
  };
  for (const { claim, volume, storageClass } of database.storage) {
    add('PersistentVolumeClaim', database.namespace, claim?.name);
    add('PersistentVolume', undefined, volume);
    add('StorageClass', undefined, storageClass);
  }
  for (const { claim } of model.workload.pod.volumes) add('StorageClass', undefined, claim?.storageClassName);
  add('Service', database.namespace, model.workload.root.at('spec', 'serviceName').string());
  for (const { service } of database.services) add('Service', database.namespace, service.name);
  for (const budget of lookup.selecting('PodDisruptionBudget', near, model.workload.pod.labels)) found.add(budget);
  for (const kind of ['HorizontalPodAutoscaler', 'VerticalPodAutoscaler']) {
    for (const autoscaler of lookup.targeting(kind, near)) found.add(autoscaler);
  }
  for (const name of configMapsOf(model)) add('ConfigMap', database.namespace, name);
  for (const { object } of database.backups) add(object.kind, object.namespace, object.name);
  return [...found];
}

/** Names of the ConfigMaps that volumes and variables of the pods refer to. */
function configMapsOf({ workload }: WorkloadModel): string[] {
  const ofVolumes = workload.pod.volumes.flatMap(({ field }) => [
    field.at('configMap', 'name').string(),
    ...field
      .at('projected', 'sources')
      .items()
      .map((source) => source.at('configMap', 'name').string()),
  ]);
  const ofVariables = workload.pod.containers.flatMap(({ field }: { readonly field: Field }) => [
    ...field
      .at('envFrom')
      .items()
      .map((one) => one.at('configMapRef', 'name').string()),
    ...field
      .at('env')
      .items()
      .map((one) => one.at('valueFrom', 'configMapKeyRef', 'name').string()),
  ]);
  return [...ofVolumes, ...ofVariables].filter((name) => name !== undefined);
}
