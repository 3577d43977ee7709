import { REFUSED } from '../model/dump.ts';

/** Printed by the client after the last statement of a dump in SQL: where it is missing, the dump broke off. */
export const WHOLE = 'plinth: this dump is whole';

/** Where a loading client's complaints are kept, to be read once it has ended. */
const SAID = '/tmp/plinth-said';

/**
 * Lines that load SQL from standard input with a client and fail unless it ended well and came to the last statement. Clients take a stream that is cut
 * between two statements, or within the rows of a COPY, for a whole one. A pipe hides the client's exit code, so that is printed as a line of its own.
 *
 * They end with {@link REFUSED} where the server refused a statement. `elsewhere` is a regular expression of complaints that say nothing about the dump: the server went away, or
 * had no room.
 */
export function loadWhole(client: string, elsewhere: string): string[] {
  return [
    `said="$({ ${client} 2> ${SAID}; echo "ended $?"; } | tail -n 2)"`,
    `tail -c 4000 ${SAID} >&2`,
    `if [ "$said" != "${WHOLE}\nended 0" ]; then`,
    "  echo 'the restore did not come to the end of the dump: a statement failed, or the dump breaks off' >&2",
    `  if grep -Eq '${elsewhere}' ${SAID}; then exit 1; fi`,
    `  exit ${REFUSED}`,
    'fi',
  ];
}

/** Lines that unpack a tar from standard input into a directory. A tar that cannot be read is the backup's fault; a full volume, or one that may not be written, is not. */
export function unpacked(directory: string): string[] {
  return [
    `tar -x -C ${directory} -f - 2> ${SAID} || {`,
    `  tail -c 2000 ${SAID} >&2`,
    `  if grep -Eq 'No space left|quota exceeded|Read-only file system|Permission denied|Input/output error' ${SAID}; then exit 1; fi`,
    `  exit ${REFUSED}`,
    '}',
  ];
}

/**
 * Bytes of tables up to which all rows are counted exactly: a matter of seconds. Two bounds, so that what was counted when dumping is counted after the restore
 * too, where the same rows may take other room.
 */
export const COUNTED = { facts: 512 * 2 ** 20, check: 2 ** 31 } as const;
