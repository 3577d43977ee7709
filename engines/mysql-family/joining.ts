import { findText } from '../configuration/pod-texts.ts';
import type { EngineContext } from '../model/engine.ts';

/** Programs and statements by which a member copies another one. */
const COPIES = /\b(?:mysqldump|mariadb-dump|mariabackup|mariadb-backup|xtrabackup|CLONE\s+INSTANCE)\b/iu;
/** How scripts ask whether a volume is empty: every server has the schema `mysql` in its data directory. */
const LOOKS = /! -d "?[^"\s]*\/mysql"?\s/u;

/** Why it is not certain that members with an empty volume copy the primary by themselves; undefined where their scripts show it. */
export function whyNotCopying({ pod }: EngineContext): string | undefined {
  if (findText(pod, COPIES) === undefined)
    return 'no script in sight copies the primary (mysqldump, mariadb-backup, CLONE)';
  if (findText(pod, LOOKS) === undefined) return 'no script in sight looks whether the volume is empty';
  return undefined;
}
