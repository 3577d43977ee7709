import type { RestFacts } from '../model/stopping.ts';
import type { Gap } from '../model/switching.ts';

/** `domain-server-number`: https://mariadb.com/kb/en/gtid/ */
interface Gtid {
  readonly domain: string;
  readonly server: string;
  readonly number: bigint;
}

/** Reads a list of GTIDs; undefined where it is none. */
function gtidsOf(text: string | undefined): readonly Gtid[] | undefined {
  const parts = text?.replace(/\s+/gu, '').split(',').filter(Boolean);
  const gtids = parts?.map((part) => {
    const [, domain, server, number] = /^(\d+)-(\d+)-(\d+)$/u.exec(part) ?? [];
    return domain === undefined || server === undefined || number === undefined
      ? undefined
      : { domain, server, number: BigInt(number) };
  });
  return gtids?.every((one) => one !== undefined) === true ? gtids : undefined;
}

/**
 * What a replica has and its primary never had; undefined: nothing. A position tells only the last transaction of each domain, so who wrote it is looked at: the primary must
 * know it from `known`, the last of each server that it ever logged or applied, or have written it itself (it may have gone on since it was asked). In strict mode
 * nothing can come after a transaction that the primary has not: then the last ones tell all. Else every server's last one is looked at, which refuses also a
 * replica whose history is older than its primary's copy.
 * https://mariadb.com/kb/en/gtid/#gtid_binlog_state, https://mariadb.com/kb/en/gtid/#gtid_strict_mode
 */
export function errantOf(primary: RestFacts, candidate: RestFacts): string | undefined {
  const isStrict = candidate['strict'] === '1';
  const [known, last, all] = [gtidsOf(primary['known']), gtidsOf(candidate['position']), gtidsOf(candidate['known'])];
  if (known === undefined || last === undefined || all === undefined) return 'its transactions are not known';
  const strange = (isStrict ? last : [...last, ...all]).filter(
    ({ domain, server, number }) =>
      server !== primary['identity'] &&
      !known.some((one) => one.domain === domain && one.server === server && one.number >= number),
  );
  if (strange.length === 0) return undefined;
  const words = new Set(strange.map(({ domain, server, number }) => `${domain}-${server}-${String(number)}`));
  return `it has ${[...words].join(', ')}, the primary ${primary['position'] ?? 'unknown'}`;
}

/** In plain words, what a replica lacks of its primary's last transactions, or has beyond them; undefined where both are at the same. */
export function differenceOf(primary: RestFacts, replica: RestFacts): string | undefined {
  const [wanted, has] = [gtidsOf(primary['position']), gtidsOf(replica['position'])];
  if (wanted === undefined || has === undefined) return 'its transactions are not known';
  const text = (list: readonly Gtid[]): string =>
    list
      .map(({ domain, server, number }) => `${domain}-${server}-${String(number)}`)
      .sort()
      .join(',');
  if (text(wanted) === text(has)) return undefined;
  const isBehind = wanted.some(
    ({ domain, number }) => !has.some((one) => one.domain === domain && one.number >= number),
  );
  return `it ${isBehind ? 'lacks transactions' : 'has others'}: it is at ${text(has)}, and the primary at ${text(wanted)}`;
}

/** How far a replica is behind. */
export function gapOf(primary: RestFacts, replica: RestFacts): Gap {
  const [transactions, seconds] = [missingOf(primary, replica), Number(replica['seconds'] ?? NaN)];
  return { ...(transactions === undefined ? {} : { transactions }), ...(Number.isNaN(seconds) ? {} : { seconds }) };
}

/** Transactions that it lacks: numbers of a domain rise by one. Undefined where it is not known. */
function missingOf(primary: RestFacts, replica: RestFacts): number | undefined {
  const [wanted, has] = [gtidsOf(primary['position']), gtidsOf(replica['position'])];
  if (wanted === undefined || has === undefined) return undefined;
  return wanted.reduce((sum, { domain, number }) => {
    const own = has.find((one) => one.domain === domain)?.number ?? 0n;
    return sum + Number(number > own ? number - own : 0n);
  }, 0);
}
