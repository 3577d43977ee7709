import { Field } from '../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import type { Path } from '../../engines/model/object.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { Definition, What } from './reference.ts';

/** Where the volumes of a workload get their names: in the pod, and in the claim templates of a StatefulSet. */
export function volumesOf(object: ManifestObject): Definition[] {
  if (!isWorkloadKind(object.kind)) return [];
  const volumes = new Field(object, [...podPath(object.kind), 'spec', 'volumes']).items().map((one) => one.at('name'));
  const templates = new Field(object, ['spec', 'volumeClaimTemplates'])
    .items()
    .map((one) => one.at('metadata', 'name'));
  return [...volumes, ...(object.kind === 'StatefulSet' ? templates : [])].flatMap((name) =>
    defined('volume', name, object),
  );
}

/** The named ports of a workload's containers; of one container where its path is given. */
export function containerPorts(object: ManifestObject, container?: Path): Definition[] {
  if (!isWorkloadKind(object.kind)) return [];
  const spec = new Field(object, [...podPath(object.kind), 'spec']);
  const containers = container
    ? [new Field(object, container)]
    : ['initContainers', 'containers'].flatMap((list) => spec.at(list).items());
  return containers.flatMap((one) =>
    one
      .at('ports')
      .items()
      .flatMap((port) => defined('port', port.at('name'), object)),
  );
}

/** The named ports of a Service. */
export function servicePorts(object: ManifestObject): Definition[] {
  return new Field(object, ['spec', 'ports']).items().flatMap((port) => defined('port', port.at('name'), object));
}

function defined(what: What, field: Field, object: ManifestObject): Definition[] {
  const name = field.string();
  return name === undefined ? [] : [{ what, name, object, path: field.path }];
}
