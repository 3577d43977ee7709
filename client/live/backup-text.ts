import type { KnownBackup } from '../../core/backups/known.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';

/**
 * What is known of a backup, as JSON: as it was last seen at its destination, and its manifest, where an operation that made or tested it has kept that in its
 * journal. No secret is in either.
 */
export function backupText(backup: KnownBackup, records: readonly Pick<JournalRecord, 'facts'>[]): string {
  const manifests = records.map(({ facts }) => facts['manifest']);
  const isIts = (manifest: unknown): boolean =>
    typeof manifest === 'object' && manifest !== null && (manifest as { id?: unknown }).id === backup.id;
  const manifest = manifests.find(isIts) ?? 'It lies beside the backup; no journal that is kept here has a copy.';
  return `${JSON.stringify({ seen: backup, manifest }, undefined, 2)}\n`;
}
