import { Field } from '../../engines/model/field.ts';
import { isUnknown } from '../../engines/model/object.ts';
import type { Selector } from '../../engines/model/selectors.ts';
import { selectorOf } from '../../engines/model/selectors.ts';
import type { ManifestObject } from '../documents/index.ts';
import { candidates } from './candidates.ts';
import type { Wanted } from './candidates.ts';
import { containerPorts, servicePorts, volumesOf } from './local.ts';
import type { Reference } from './reference.ts';
import { keysNamed, nameOf, objectsNamed, ownPods, podsSelected, servicesSelected } from './resolve.ts';
import type { ObjectTarget, PlaceTarget, PodsTarget } from './row.ts';
import { matchesIn } from './walk.ts';
import type { Match } from './walk.ts';

const known = new WeakMap<ManifestObject, readonly Reference[]>();

/** What an object names, in the order in which it is written; what is templated, empty or half-typed names nothing. */
export function referencesIn(object: ManifestObject): readonly Reference[] {
  const before = known.get(object);
  if (before) return before;
  const found = [...matchesIn(object).flatMap((match) => read(match, object)), ...ofPatch(object)];
  known.set(object, found);
  return found;
}

function read({ row: { to }, path, value }: Match, object: ManifestObject): Reference[] {
  if (to.is === 'object') return readObject(to, new Field(object, path, value), object);
  if (to.is === 'selected') return readSelector(to, new Field(object, path, value), object);
  return readPlace(to, new Field(object, path, value), object);
}

function readObject(to: ObjectTarget, field: Field, object: ManifestObject): Reference[] {
  const name = field.string();
  if (name === undefined || name === '') return [];
  const beside = new Field(object, field.path.slice(0, -1));
  const wanted = wantedBy(to, name, beside);
  if (wanted === undefined) return [];
  const reference: Reference = {
    what: `object ${wanted.kind}`,
    name,
    object,
    path: field.path,
    takesAll: to.takesAll === true || (to.keys?.includes('items.*.key') === true && !beside.at('items').exists),
    resolve: (workspace) => objectsNamed(wanted, object, workspace),
  };
  const keys = (to.keys ?? []).flatMap((at) => fieldsAt(beside, at.split('.')));
  return [
    reference,
    ...keys.flatMap((key): Reference[] => {
      const text = key.string();
      if (text === undefined || text === '') return [];
      const resolve: Reference['resolve'] = (workspace) => keysNamed(text, wanted, object, workspace);
      return [{ what: `key ${wanted.kind}`, name: text, object, path: key.path, takesAll: false, resolve }];
    }),
  ];
}

/** What a reference asks for; undefined where the kind is not said. */
function wantedBy(to: ObjectTarget, name: string, beside: Field): Wanted | undefined {
  const { object } = beside;
  const kind = typeof to.kind === 'string' ? to.kind : (beside.at(to.kind.field).string() ?? to.kind.otherwise);
  if (kind === undefined || kind === '') return undefined;
  const said = typeof to.namespace === 'object' ? beside.at(to.namespace.field).string() : undefined;
  const own = object.namespace;
  return { kind, group: to.group, name, namespace: to.namespace === 'none' ? null : (said ?? own) };
}

function fieldsAt(field: Field, steps: readonly string[]): Field[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [field];
  return step === '*' ? field.items().flatMap((item) => fieldsAt(item, rest)) : fieldsAt(field.at(step), rest);
}

function readSelector({ what, form }: PodsTarget, field: Field, object: ManifestObject): Reference[] {
  const labels = form === 'map' ? field : field.at('matchLabels');
  const selector: Selector = {
    labels: labels.stringMap(),
    expressions: form === 'map' ? [] : field.at('matchExpressions').items(),
    known: true,
  };
  const pairs = Object.entries(selector.labels);
  if (pairs.length === 0 || labels.entries().some(([key, one]) => isUnknown(key) || !one.known)) return [];
  const resolve: Reference['resolve'] = (workspace) =>
    what === 'own pods'
      ? ownPods(selector, object)
      : what === 'pods'
        ? podsSelected(selector, object, workspace)
        : servicesSelected(selector, object, workspace);
  const name = pairs.map(([key, value]) => `${key}=${value}`).join(',');
  return [
    {
      what: what === 'Services' ? 'Services' : 'pods',
      name,
      object,
      path: labels.path,
      part: 'key',
      takesAll: false,
      resolve,
    },
  ];
}

function readPlace({ is }: PlaceTarget, field: Field, object: ManifestObject): Reference[] {
  const name = field.string();
  if (name === undefined || name === '') return [];
  const reference = (what: 'volume' | 'port', resolve: Reference['resolve']): Reference[] => [
    { what, name, object, path: field.path, takesAll: false, resolve },
  ];
  const isNamed = (one: { readonly name: string }) => one.name === name;
  switch (is) {
    case 'volume':
      return reference('volume', () => volumesOf(object).filter(isNamed));
    case 'container port':
      return reference('port', () => containerPorts(object, containerOf(field)).filter(isNamed));
    case 'port of selected pods': {
      const selector = selectorOf(object);
      return reference('port', (workspace) =>
        selector && Object.keys(selector.labels).length > 0
          ? podsSelected(selector, object, workspace).flatMap((pods) => containerPorts(pods.object).filter(isNamed))
          : [],
      );
    }
    case 'port of the Service': {
      const service = new Field(object, [...field.path.slice(0, -2), 'name']).string();
      return reference('port', (workspace) =>
        service === undefined
          ? []
          : candidates({ kind: 'Service', name: service, namespace: object.namespace }, object, workspace).flatMap(
              (one) => servicePorts(one).filter(isNamed),
            ),
      );
    }
  }
}

/** The way to the container in which a probe stands. */
function containerOf({ path }: Field): readonly (string | number)[] {
  const at = path.findIndex((step) => step === 'containers' || step === 'initContainers');
  return path.slice(0, at + 2);
}

/** A patch's own name names the object over which it is laid. */
function ofPatch(object: ManifestObject): Reference[] {
  const { kind, name, partial, namespace } = object;
  if (!partial || name === undefined) return [];
  const wanted: Wanted = { kind, name, namespace };
  const resolve: Reference['resolve'] = (workspace) =>
    candidates(wanted, object, workspace)
      .filter((one) => !one.partial)
      .map(nameOf);
  return [{ what: `object ${kind}`, name, object, path: ['metadata', 'name'], takesAll: false, resolve }];
}
