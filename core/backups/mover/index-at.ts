import type { IndexedBackup, Manifest, Verification } from '../manifest.ts';
import { asManifest, asVerification, BACKUP_ID, MANIFEST_FILE, parsed, VERIFICATION_FILE } from '../manifest-text.ts';
import type { ListedBackup } from './lines.ts';
import { joined, readText, type Place, type Stored } from './place.ts';
import type { Shelf } from './request.ts';

/** Files of one backup, by name. */
type Files = ReadonlyMap<string, Stored>;

/** What is wrong with the files that a manifest names; undefined where nothing is. */
function lacking({ files }: Manifest, found: Files): string | undefined {
  for (const { name, size } of files) {
    const file = found.get(name);
    if (file === undefined) return `${name} is missing`;
    if (file.size !== size) return `${name} has ${file.size} bytes, and its manifest says ${size}`;
  }
  return undefined;
}

async function newestVerification(place: Place, found: Files): Promise<Verification | undefined> {
  // Their names sort by time.
  const names = [...found.keys()]
    .filter((name) => VERIFICATION_FILE.test(name))
    .sort()
    .reverse();
  for (const name of names) {
    const verification = parsed(await readText(place, found.get(name)?.path ?? ''), asVerification);
    if (typeof verification !== 'string') return verification;
  }
  return undefined;
}

async function indexed(place: Place, id: string, found: Files): Promise<IndexedBackup> {
  const partial = (why: string, manifest?: Manifest, verification?: Verification): IndexedBackup => ({
    id,
    state: 'partial',
    manifest,
    verification,
    why,
  });
  const file = found.get(MANIFEST_FILE);
  if (file === undefined)
    return partial('it has no manifest: the backup did not complete, or is being made or removed');
  const manifest = parsed(await readText(place, file.path), asManifest);
  if (typeof manifest === 'string') return partial(`its manifest cannot be relied on: ${manifest}`);
  if (manifest.id !== id) return partial(`its manifest is that of ${manifest.id}`);
  const verification = await newestVerification(place, found);
  const missing = lacking(manifest, found);
  if (missing !== undefined) return partial(missing, manifest, verification);
  const of = verification?.backup === id ? verification : undefined;
  const why = of?.outcome === 'failed' ? of.findings.join('; ') : undefined;
  return { id, state: of?.outcome ?? 'unverified', manifest, verification: of, why };
}

/** `<namespace>/<name>/<id>/<file>` below the prefix; undefined for what is none of ours. */
function placed(path: string, prefix: string): { shelf: Shelf; id: string; file: string } | undefined {
  const parts = (prefix === '' ? path : path.slice(prefix.length + 1)).split('/');
  const [namespace, name, id, file] = parts;
  if (parts.length !== 4 || !namespace || !name || !file || id === undefined || !BACKUP_ID.test(id)) return undefined;
  return { shelf: { namespace, name }, id, file };
}

/** All backups below a prefix (of one database where it is given), as they are found: by database, the oldest first. */
export async function* backupsAt(place: Place, prefix: string, shelf?: Shelf): AsyncGenerator<ListedBackup> {
  let current: { folder: string; shelf: Shelf; id: string; files: Map<string, Stored> } | undefined;
  const finish = async (): Promise<ListedBackup[]> =>
    current === undefined ? [] : [{ shelf: current.shelf, backup: await indexed(place, current.id, current.files) }];
  for await (const stored of place.list(shelf === undefined ? prefix : joined(prefix, shelf.namespace, shelf.name))) {
    const at = placed(stored.path, prefix);
    if (at === undefined) continue;
    const folder = joined(at.shelf.namespace, at.shelf.name, at.id);
    if (folder !== current?.folder) {
      yield* await finish();
      current = { folder, shelf: at.shelf, id: at.id, files: new Map() };
    }
    current.files.set(at.file, stored);
  }
  yield* await finish();
}
