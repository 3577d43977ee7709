// The topologies of the examples as servers that backups are tried on.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { TOPOLOGIES } from '../topologies/apply.ts';
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';
import type { ServerKind } from './kinds.ts';

interface Plain {
  readonly kind: string;
  readonly spec?: { volumeClaimTemplates?: { spec: { storageClassName?: string } }[] };
}

type RootHost = '%' | 'localhost';

/** The kind of server that a topology has. `rootHost`: from where root may log in; as it stands there, from its own container only. */
export function inTopology(
  folder: string,
  kind: ServerKind,
  rootHost: RootHost = '%',
): { readonly kind: ServerKind; readonly objects: object[] } {
  const sound = SOUND.find((one) => one.folder === folder);
  if (sound === undefined) throw new Error(`no topology ${folder}`);
  return { kind: { ...kind, workload: sound.name, container: sound.container }, objects: objectsOf(sound, rootHost) };
}

/** Its objects with a Secret, a claim for backups, and volumes that go with their claims. */
function objectsOf({ folder, name, keys }: SoundDatabase, rootHost: RootHost): object[] {
  const texts = readdirSync(join(TOPOLOGIES, folder)).filter((file) => file.endsWith('.yaml'));
  const open = (text: string): string => text.replace(/(_ROOT_HOST\n +value: )localhost/u, `$1'${rootHost}'`);
  const objects = texts.flatMap((file) =>
    parseAllDocuments(open(readFileSync(join(TOPOLOGIES, folder, file), 'utf8'))).map((one) => one.toJS() as Plain),
  );
  for (const { kind, spec } of objects)
    if (kind === 'StatefulSet')
      for (const claim of spec?.volumeClaimTemplates ?? []) claim.spec.storageClassName = 'standard';
  const stringData = Object.fromEntries(keys.map((key) => [key, randomBytes(12).toString('hex')]));
  const storage = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData },
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'backups' }, spec: storage },
    ...objects,
  ];
}
