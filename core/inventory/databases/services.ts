import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { LiveMember, LiveService } from '../model.ts';
import { podSliceKey, selectorKey, sliceKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import { selectorOf, selects } from '../../../engines/model/selectors.ts';
import { labelsIn, labelsOf } from '../store/labels.ts';
import { remembered, rememberedOf } from '../store/remembered.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { Sight } from './sight.ts';
import type { Unit } from './unit.ts';

/** Words by which people name the role that a Service leads to: in its selector, or at the end of its name. */
const WRITE = /^(?:primary|master|leader|rw|read-?write|write|writer)$/iu;
const READ = /^(?:replica|replicas|standby|slave|secondary|secondaries|ro|read|readonly|read-only|reader)$/iu;

/** The Services that have to do with a database, by name: its governing one, those that select its pods, and those that lead to them. */
export function servicesOf(
  unit: Unit,
  database: Database,
  pods: readonly StoredObject[],
  members: readonly LiveMember[],
  sight: Sight,
): LiveService[] {
  const { lookup } = sight;
  const near = unit.template;
  const found = new Set<StoredObject>();
  for (const service of selecting(database.pod.labels, pods, near.namespace ?? '', lookup)) found.add(service);
  const governing = unit.object.kind === 'StatefulSet' ? database.services.governingName.string() : undefined;
  if (governing !== undefined && governing !== '') {
    for (const service of lookup.named('Service', near, governing)) found.add(service);
  }
  for (const service of leadingWithoutSelector(pods, near.namespace ?? '', sight)) found.add(service);
  return [...found]
    .map((service) => describe(service, { governing, database, pods, members, sight }))
    .sort((a, b) => (a.service.name < b.service.name ? -1 : 1));
}

/** All that {@link servicesOf} depends on besides look-ups. */
export function servicesInputs(
  unit: Unit,
  database: Database,
  pods: readonly StoredObject[],
  members: readonly LiveMember[],
  sight: Pick<Sight, 'sees'>,
): readonly unknown[] {
  const { namespace } = unit.template;
  const sees = sight.sees('EndpointSlice', namespace ?? '');
  return [database, unit.object.kind, namespace, sees, ...pods.map(labelsText), ...members.map(({ role }) => role)];
}

/** What a pod is to Services. A text, for a pod's next version says mostly the same. */
const labelsText = rememberedOf(labelsIn, (pod) => JSON.stringify([pod.name, pod.namespace, labelsOf(pod)]));

/**
 * Services whose selector fits the template's labels or those of any pod; also one that asks beside them for a role that no pod has at this moment: while roles change it leads
 * nowhere, and is the database's still. Each pair of labels is looked up once: members share most.
 */
function selecting(
  template: Readonly<Record<string, string>>,
  pods: readonly StoredObject[],
  namespace: string,
  lookup: LiveLookup,
): readonly StoredObject[] {
  const keys = new Set([...keysOfLabels(template, namespace), ...pods.flatMap(selectorKeys)]);
  const candidates = [...keys].flatMap((key) => [...lookup.bucket(key)]);
  return candidates.filter((service) => {
    const selector = selectorOf(service);
    const fits = (labels: Readonly<Record<string, string>>): boolean =>
      selector !== undefined && selects(selector, labels, 'Service');
    return fits(template) || pods.some((pod) => fits(labelsOf(pod))) || asksForRole(selector?.labels ?? {}, template);
  });
}

/** It has all that is asked for but a role, which its pods get from somebody at run time. */
function asksForRole(wanted: Readonly<Record<string, string>>, template: Readonly<Record<string, string>>): boolean {
  const rest = Object.entries(wanted).filter(([key, value]) => key in template || word(value) === undefined);
  return rest.length > 0 && rest.every(([key, value]) => template[key] === value);
}

const selectorKeys = rememberedOf(labelsIn, (pod) => keysOfLabels(labelsOf(pod), pod.namespace ?? ''));

function keysOfLabels(labels: Readonly<Record<string, string>>, namespace: string): readonly string[] {
  return Object.entries(labels).map((pair) => selectorKey('Service', namespace, pair));
}

/** Services without a selector whose endpoints somebody sets by hand or, as Patroni does, by program. */
function leadingWithoutSelector(pods: readonly StoredObject[], namespace: string, sight: Sight): StoredObject[] {
  return pods
    .flatMap((pod) => [...sight.lookup.bucket(podSliceKey(namespace, pod.name))])
    .flatMap((slice) => {
      const name = new Field(slice).at('metadata', 'labels', 'kubernetes.io/service-name').string();
      const service = name === undefined ? undefined : sight.lookup.one('Service', namespace, name);
      return service && selectorOf(service) === undefined ? [service] : [];
    });
}

interface Around {
  readonly governing: string | undefined;
  readonly database: Database;
  readonly pods: readonly StoredObject[];
  readonly members: readonly LiveMember[];
  readonly sight: Sight;
}

function describe(service: StoredObject, around: Around): LiveService {
  const spec = new Field(service).at('spec');
  const leadsTo = endpointsOf(service, around.pods, around.sight);
  return {
    service: service.ref,
    purpose: purposeOf(service, spec, leadsTo, around),
    ports: spec
      .at('ports')
      .items()
      .flatMap((port) => port.at('port').number() ?? []),
    leadsTo,
  };
}

/** The database's pods that stand ready behind a Service now. */
function endpointsOf(
  service: StoredObject,
  pods: readonly StoredObject[],
  sight: Sight,
): readonly string[] | undefined {
  const namespace = service.namespace ?? '';
  if (!sight.sees('EndpointSlice', namespace)) return undefined;
  const names = new Set(pods.map(({ name }) => name));
  const ready = [...sight.lookup.bucket(sliceKey(namespace, service.name))].flatMap(readyPods);
  return [...new Set(ready)].filter((name) => names.has(name)).sort();
}

/** An unset condition counts as ready: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions */
const readyPods = remembered((slice) =>
  new Field(slice)
    .at('endpoints')
    .items()
    .filter((endpoint) => endpoint.at('conditions', 'ready').boolean() !== false)
    .flatMap((endpoint) => endpoint.at('targetRef', 'name').string() ?? []),
);

function purposeOf(
  service: StoredObject,
  spec: Field,
  leadsTo: readonly string[] | undefined,
  { governing, database, pods, members }: Around,
): LiveService['purpose'] {
  if (spec.at('clusterIP').string() === 'None' || service.name === governing) return 'governing';
  const selector = selectorOf(service);
  const extra = Object.entries(selector?.labels ?? {}).filter(([key, value]) => database.pod.labels[key] !== value);
  const byWord = extra.map(([, value]) => word(value)).find((purpose) => purpose !== undefined);
  if (byWord !== undefined) return byWord;
  // It chooses some of the members by a label that their template does not have, or somebody else says where it leads.
  if (selector === undefined || extra.length > 0) {
    const chosen = selector
      ? pods.filter((pod) => selects(selector, labelsOf(pod), 'Service')).map(({ name }) => name)
      : (leadsTo ?? []);
    const roles = new Set(members.filter(({ pod }) => chosen.includes(pod.name)).map(({ role }) => role));
    if (roles.size === 1 && roles.has('primary')) return 'write';
    if (roles.size === 1 && roles.has('replica')) return 'read';
  }
  return database.members.count === 1 && members.length <= 1 ? 'write' : 'any';
}

function word(value: string): 'write' | 'read' | undefined {
  return WRITE.test(value) ? 'write' : READ.test(value) ? 'read' : undefined;
}
