import { Field } from '../../../engines/model/field.ts';
import { isWorkloadKind } from '../../../engines/model/pod.ts';
import { titleOf } from '../../session/risks.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { claimsOf } from '../../workspace/index-keys.ts';
import { referencesIn } from '../find.ts';
import type { Definition, Reference } from '../reference.ts';
import { isSame } from '../reference.ts';
import { nameOf } from '../resolve.ts';
import type { Subject } from '../subject.ts';
import { groupOf, isCustom } from '../walk.ts';
import { mentioning } from './host-mention.ts';
import { isImmutable } from './immutable-place.ts';

/** Kinds that are, or hold, data: under another name the cluster makes another, empty one, and leaves the old one behind. */
const HOLDS_DATA: ReadonlySet<string> = new Set([
  'StatefulSet',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'VolumeSnapshot',
  'VolumeSnapshotContent',
  'Namespace',
  'CustomResourceDefinition',
]);

/** Why a name is not changed; undefined where it can be. */
export function refusal(subject: Subject, uses: readonly Reference[], workspace: Workspace): string | undefined {
  const { definitions, what, name } = subject;
  const [definition, ...others] = definitions;
  if (what === 'pods' || what === 'Services')
    return 'Labels that selectors ask for are not renamed: the selector of a workload cannot be changed once it exists.';
  if (definition === undefined)
    return `'${name}' is not defined in this workspace. In the cluster it would keep its name, and nothing would find it any more.`;
  if (others.length > 0) return `Several objects bear the name '${name}', and nothing here tells which one is meant.`;
  return ofPlace(subject, definition, workspace) ?? ofUses(uses);
}

function ofPlace({ what, name }: Subject, definition: Definition, workspace: Workspace): string | undefined {
  const { object } = definition;
  if (definition.what !== what || definition.name !== name)
    return `The name '${name}' follows from that of ${titleOf(object)}.`;
  if (object.partial) return `${titleOf(object)} is a patch: what it is laid over bears the name.`;
  if (what === 'volume' && definition.path.includes('volumeClaimTemplates'))
    return 'A claim template gives its claims their names: under another one the database would start on new, empty volumes.';
  if (what === 'volume' && isImmutable(definition)) return immutableIn(definition);
  if (what.startsWith('key ')) return ofKey(definition, workspace);
  if (!what.startsWith('object ')) return undefined;
  return what === `object ${object.kind}` ? ofObject(definition, workspace) : ofMade(definition);
}

function ofObject({ object }: Definition, workspace: Workspace): string | undefined {
  const { kind } = object;
  const isData = HOLDS_DATA.has(kind) || isCustom(groupOf(object.apiVersion));
  if (isData || (isWorkloadKind(kind) && claimsOf(object).length > 0))
    return `${titleOf(object)} holds data, or the place where it lies. Under another name the cluster makes a second one beside it, without the data.`;
  const speaker = kind === 'Service' ? mentioning(object, workspace) : undefined;
  return (
    speaker &&
    `${titleOf(speaker)} speaks of '${object.name ?? ''}' as of a host, in a text that is not renamed with it. Change it there first.`
  );
}

/** A kustomization's generator is renamed where it stands; what a controller makes follows its resource. */
function ofMade({ object, path }: Definition): string | undefined {
  const isGenerated = path[0] === 'configMapGenerator' || path[0] === 'secretGenerator';
  return isGenerated
    ? undefined
    : `The name is given by ${titleOf(object)}, whose controller may leave the old object behind.`;
}

function ofKey({ object, name }: Definition, workspace: Workspace): string | undefined {
  const root = new Field(object);
  if (root.at('immutable').boolean() === true)
    return `${titleOf(object)} is immutable: the API server refuses every change of its keys.`;
  const own = nameOf(object);
  for (const other of workspace.objects()) {
    const taker = referencesIn(other).find(
      (one) =>
        one.takesAll &&
        one.what === own.what &&
        one.name === own.name &&
        one.resolve(workspace).some((meant) => isSame(meant, own)),
    );
    if (taker)
      return `${titleOf(other)} takes in all keys of ${titleOf(object)} under their own names: '${name}' is a variable or a file there.`;
  }
  return undefined;
}

function ofUses(uses: readonly Reference[]): string | undefined {
  const fixed = uses.find(isImmutable);
  return fixed && immutableIn(fixed);
}

function immutableIn({ object, path }: Pick<Reference, 'object' | 'path'>): string {
  const field = path.filter((step) => typeof step === 'string').join('.');
  return `${titleOf(object)} names it in ${field}, which cannot be changed once the object exists.`;
}
