import type { CrashRisk, CrashRisks } from '../model/durability.ts';

const OFF = /^(?:off|0|false)$/iu;

/**
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_doublewrite and #sysvar_innodb_flush_method;
 * MariaDB: https://mariadb.com/kb/en/innodb-system-variables/
 */
export const crashRisks: CrashRisks = ({ settings }) => {
  const found: CrashRisk[] = [];
  const doublewrite = settings.get('innodb_doublewrite');
  if (doublewrite !== undefined && OFF.test(doublewrite.value)) {
    const what =
      'a crash while a page is written can leave it half old and half new, and InnoDB has no whole copy to mend it from';
    found.push({ setting: doublewrite, what, safe: 'ON', tornPagesOnly: true });
  }
  const method = settings.get('innodb_flush_method');
  if (method?.value.toLowerCase() === 'nosync') {
    const what = 'InnoDB never asks for its files to be on the disk, so a crash of the node can corrupt them';
    found.push({ setting: method, what, safe: 'fsync', tornPagesOnly: false });
  }
  return found;
};
