import { sha256 } from '../data/dumped.ts';

/** What a server of the toy is, as far as it tells. */
export interface Told {
  readonly rows: ReadonlySet<number>;
  readonly primary: boolean;
  readonly system: string;
  readonly position: string;
}

/** What the engine's `facts` print, by key. */
export const factsOf = ({ rows, primary, system, position }: Told): Readonly<Record<string, string>> => ({
  version: '16.4',
  identity: system,
  role: primary ? 'primary' : 'replica',
  position,
  ...countsOf(rows),
});

const countsOf = (rows: ReadonlySet<number>): Record<string, string> => ({
  'count.databases': '2',
  'count.tables': '1',
  'count.rows': String(rows.size),
});

export const lines = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

/** What the engine's `check` prints of a sound server. */
export const checkSaid = (rows: ReadonlySet<number>): string =>
  `ok recovery is over\nok pg_amcheck found nothing wrong\n${lines(countsOf(rows))}`;

/** The fingerprint of the answer to a person's query, `SELECT min(number) FROM orders`. */
export const querySaid = (rows: ReadonlySet<number>): string => sha256(String(Math.min(...rows)));
