import { Field } from './field.ts';
import type { ObjectLookup } from './lookup.ts';
import type { Mount, MountedFile } from './workload.ts';

/** Where configuration is usually mounted: a Secret or an unseen ConfigMap there may change any setting. */
const CONFIGURATION_PLACE = /conf|cnf|\/etc(\/|$)|init|script|\.ya?ml$/iu;

/** What ConfigMaps put into a container through its mounts. */
export function readFiles(
  mounts: readonly Mount[],
  lookup: ObjectLookup,
): { readonly files: readonly MountedFile[]; readonly complete: boolean } {
  const files: MountedFile[] = [];
  let complete = true;
  for (const mount of mounts) {
    const { volume, path } = mount;
    if (volume === undefined || path === undefined) continue;
    const matters = CONFIGURATION_PLACE.test(path);
    for (const part of partsOf(volume.kind, volume.field)) {
      const name = part.configMap?.at('name').string();
      const [object] = name === undefined ? [] : lookup.named('ConfigMap', mount.field.object, name);
      if (object === undefined) {
        if (matters || part.configMap !== undefined) complete = false;
        continue;
      }
      const read = filesOf(new Field(object), part.items, mount, path);
      files.push(...read.files);
      complete &&= read.complete;
    }
    if (volume.kind === 'unknown' && matters) complete = false;
  }
  return { files, complete };
}

interface Part {
  /** The reference to a ConfigMap; undefined for a Secret. */
  readonly configMap: Field | undefined;
  readonly items: Field;
}

function partsOf(kind: string, volume: Field): Part[] {
  if (kind === 'config-map') return [{ configMap: volume.at('configMap'), items: volume.at('configMap', 'items') }];
  if (kind === 'secret') return [{ configMap: undefined, items: volume.at('secret', 'items') }];
  if (kind !== 'projected') return [];
  return volume
    .at('projected', 'sources')
    .items()
    .flatMap((source): Part[] => {
      if (source.at('configMap').exists)
        return [{ configMap: source.at('configMap'), items: source.at('configMap', 'items') }];
      return source.at('secret').exists ? [{ configMap: undefined, items: source.at('secret', 'items') }] : [];
    });
}

function filesOf(configMap: Field, items: Field, mount: Mount, mountPath: string): ReturnType<typeof readFiles> {
  const files: MountedFile[] = [];
  let complete = !configMap.object.isOpen(['data']);
  const chosen = items.items();
  const keys =
    chosen.length > 0 ? chosen.map((item) => [item.at('key').string(), item.at('path').string()] as const) : undefined;
  for (const [key, field] of configMap.at('data').entries()) {
    const relative = keys === undefined ? key : keys.find(([name]) => name === key)?.[1];
    if (relative === undefined) continue;
    if (mount.subPath !== undefined && mount.subPath !== relative) continue;
    const text = field.string();
    if (text === undefined) complete = false;
    else
      files.push({
        path: mount.subPath === undefined ? `${mountPath}/${relative}` : mountPath,
        text,
        source: field.source,
      });
  }
  return { files, complete };
}
