import type { BackupLab } from '../backup-operations/lab.ts';

interface Content {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly volumeSnapshotRef: { readonly namespace: string } };
}

/** What the storage holds for a namespace's snapshots goes with them: their class would keep it. */
export async function dropContents({ practice: { kubectl, namespace } }: BackupLab): Promise<void> {
  for (const name of await contentsOf(kubectl, namespace))
    await kubectl([
      'patch',
      'volumesnapshotcontent',
      name,
      '--type=merge',
      '--patch={"spec":{"deletionPolicy":"Delete"}}',
    ]);
}

/** Names of the contents of a namespace's snapshots. */
export async function contentsOf(kubectl: BackupLab['practice']['kubectl'], namespace: string): Promise<string[]> {
  const { items } = JSON.parse(await kubectl(['get', 'volumesnapshotcontents', '--output=json'])) as {
    items: Content[];
  };
  return items
    .filter(({ spec }) => spec.volumeSnapshotRef.namespace === namespace)
    .map(({ metadata }) => metadata.name);
}
