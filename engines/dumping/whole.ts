/** Printed by the client after the last statement of a dump in SQL: where it is missing, the dump broke off. */
export const WHOLE = 'plinth: this dump is whole';

/**
 * Lines that load SQL from standard input with a client and fail unless it ended well and came to the last statement. Clients take a stream that is cut
 * between two statements, or within the rows of a COPY, for a whole one. A pipe hides the client's exit code, so that is printed as a line of its own.
 */
export function loadWhole(client: string): string[] {
  return [
    `said="$({ ${client}; echo "ended $?"; } | tail -n 2)"`,
    `[ "$said" = "${WHOLE}\nended 0" ] || { echo 'the restore did not come to the end of the dump: a statement failed, or the dump breaks off' >&2; exit 1; }`,
  ];
}

/**
 * Bytes of tables up to which all rows are counted exactly: a matter of seconds. Two bounds, so that what was counted when dumping is counted after the restore
 * too, where the same rows may take other room.
 */
export const COUNTED = { facts: 512 * 2 ** 20, check: 2 ** 31 } as const;
