import type { CrashRisk, CrashRisks } from '../model/durability.ts';
import type { Settings } from '../model/engine.ts';

/** Unambiguous beginnings count: https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES */
const OFF = /^(?:off?|f|fa|fal|fals|false|no?|0)$/iu;

/** https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FSYNC and #GUC-FULL-PAGE-WRITES */
export const crashRisks: CrashRisks = ({ settings }) => [
  ...risk(settings, 'fsync', 'a crash of the node can corrupt the whole cluster beyond recovery', false),
  ...risk(
    settings,
    'full_page_writes',
    'a crash of the node while a page is written can leave it half old and half new, which recovery does not mend',
    true,
  ),
];

function risk(settings: Settings, name: string, what: string, tornPagesOnly: boolean): CrashRisk[] {
  const setting = settings.get(name);
  return setting !== undefined && OFF.test(setting.value) ? [{ setting, what, safe: 'on', tornPagesOnly }] : [];
}
