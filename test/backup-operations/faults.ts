// The faults that a restore test must find, by engine and method.
import { STORED, type Damaged } from './damage.ts';
import { MARIADB, MYSQL, POSTGRESQL, redisWith, type ServerKind } from './kinds.ts';

export interface Fault extends Pick<Damaged, 'stored' | 'dumped'> {
  readonly name: string;
  /** What the restore test says. */
  readonly finds: RegExp;
  /** It is written beside the backup. Not where there is no manifest to write it beside, or nothing was tested. */
  readonly attested: boolean;
  /** Of the server's backup when it was empty; its manifest has the counts of the full one. */
  readonly ofEmpty?: true;
  /** Only in the long run: the same code finds it for another engine. */
  readonly long?: true;
}

/** A dump that was cut, but stored whole. */
const CUT = 'return data.subarray(0, Math.floor(data.length * 0.6))';
/** A statement that no server knows. */
const NONSENSE = `const text = data.toString('latin1'), at = text.indexOf('CREATE TABLE'); return Buffer.from(text.slice(0, at) + 'CREATE TBALE' + text.slice(at + 12), 'latin1')`;
const BIT = 'const copy = Buffer.from(data); copy[Math.floor(copy.length / 2)] ^= 4; return copy';
/** In the middle of the largest file of a tar. */
const BIT_IN_FILE = `const copy = Buffer.from(data); const [largest] = [...entries(copy)].filter(({ name }) => name.startsWith('base/')).sort((a, b) => b.size - a.size); copy[largest.content + 100] ^= 4; return copy`;
const NO_WAL = `const parts = []; let at = 0; for (const one of entries(data)) if (/^pg_wal\\/[0-9A-F]{24}$/.test(one.name)) { parts.push(data.subarray(at, one.at)); at = one.content + Math.ceil(one.size / 512) * 512; } return Buffer.concat([...parts, data.subarray(at)])`;

const COUNTS = `Object.assign(manifest, { counts: other(FULL).counts, countsAfter: other(FULL).countsAfter, countLimits: undefined })`;

const fault = (name: string, finds: RegExp, how: Partial<Fault>): Fault => ({ name, finds, attested: true, ...how });

/** For every engine. */
const common = (long: boolean): readonly Fault[] => {
  const more = long ? ({ long: true } as const) : {};
  return [
    fault('a flipped bit', /damaged/u, { stored: STORED.flipped, ...more }),
    fault('a truncated file', /R12: .*not complete/u, { stored: STORED.truncated, attested: false, ...more }),
    fault('a backup that did not complete', /R12: .*no manifest/u, {
      stored: STORED.unfinished,
      attested: false,
      ...more,
    }),
    fault('a newer major version', /R12: .*of version 99\.1/u, { stored: STORED.newer, attested: false, ...more }),
    fault('an empty database', /FAULT: \d+ (rows|keys)/u, { stored: COUNTS, ofEmpty: true }),
  ];
};

const sql = [
  fault('a dump that was cut', /did not come to the end/u, { dumped: CUT }),
  fault('a statement that the server refuses', /TBALE|did not come to the end/u, { dumped: NONSENSE }),
];

export const FAULTS: readonly {
  readonly name: string;
  readonly kind: ServerKind;
  readonly method: 'logical' | 'physical';
  readonly faults: readonly Fault[];
}[] = [
  { name: 'postgresql', kind: POSTGRESQL, method: 'logical', faults: [...common(true), ...sql] },
  {
    name: 'postgresql-files',
    kind: POSTGRESQL,
    method: 'physical',
    faults: [
      ...common(false),
      fault('a flipped bit in a file', /checksum mismatch/u, { dumped: BIT_IN_FILE }),
      fault('missing WAL', /WAL/u, { dumped: NO_WAL }),
      fault('an older major version', /R12: .*only one of the same major version/u, {
        stored: `manifest.engineVersion = '13.2'`,
        attested: false,
      }),
    ],
  },
  { name: 'mysql', kind: MYSQL, method: 'logical', faults: [...common(true), ...sql] },
  { name: 'mariadb', kind: MARIADB, method: 'logical', faults: [...common(true), ...sql] },
  {
    name: 'redis',
    kind: redisWith('yes'),
    method: 'physical',
    faults: [
      ...common(true),
      fault('a flipped bit in the snapshot', /./u, { dumped: BIT }),
      fault('a snapshot that was cut', /./u, { dumped: CUT }),
    ],
  },
];
