import type { CrashRisks } from '../model/durability.ts';

/** Up to version 6.0 the journal could be switched off: https://www.mongodb.com/docs/v6.0/reference/configuration-options/#mongodb-setting-storage.journal.enabled */
export const crashRisks: CrashRisks = ({ settings, version }) => {
  const setting = settings.get('storage.journal.enabled');
  const isKept = version !== undefined && (version.major > 6 || (version.major === 6 && (version.minor ?? 1) > 0));
  if (setting === undefined || isKept || setting.value.toLowerCase() !== 'false') return [];
  const what = 'after a crash everything since the last checkpoint is gone, acknowledged or not';
  return [{ setting, what, safe: 'true', tornPagesOnly: false }];
};
