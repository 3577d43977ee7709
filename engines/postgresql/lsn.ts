/**
 * Bytes of WAL from one position (`16/B374D848`) to a later one; negative where it is the earlier one, undefined where one of them is no position.
 * Source: https://www.postgresql.org/docs/current/datatype-pg-lsn.html
 */
export function bytesBetween(from: string | undefined, to: string | undefined): number | undefined {
  const [start, end] = [offset(from), offset(to)];
  return start === undefined || end === undefined ? undefined : Number(end - start);
}

function offset(lsn: string | undefined): bigint | undefined {
  const [, high, low] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/iu.exec(lsn ?? '') ?? [];
  return high === undefined || low === undefined ? undefined : (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** A position as PostgreSQL writes it, from its bytes. */
export function formatLsn(bytes: number): string {
  const all = BigInt(Math.trunc(bytes));
  return `${(all >> 32n).toString(16)}/${(all & 0xffff_ffffn).toString(16)}`.toUpperCase();
}
