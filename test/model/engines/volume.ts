import type { ApiObject } from '../../../core/cluster/connection.ts';

/** The data of a server. */
export interface Data {
  readonly rows: Set<number>;
  /** Bytes of WAL that were ever written. */
  end: number;
  /** Its server starts as a standby. */
  standby: boolean;
  timeline: number;
  /** The end of WAL with which its server was shut down last. */
  shutAt: number | undefined;
}

/** What a member keeps on its claim: it outlives the pod. */
export interface Volume extends Data {
  /** It has what a member of the set needs beside the data. */
  settled: boolean;
  /** Something that changes its data was broken off: no server starts on them. */
  isHalf: boolean;
  /** Old data that are kept beside those of the server, by the operation that kept them, and what it made of the others. */
  readonly kept: Map<string, { readonly data: Data; how?: string }>;
}

/** The volume that a claim has or is to have: what is moved to another claim stays the same. */
export const volumeOf = ({ spec, metadata: { uid = '' } }: ApiObject): string =>
  (spec as { readonly volumeName?: string } | undefined)?.volumeName ?? `pv-${uid}`;

/** Bytes of WAL before the first row, and for each change. */
export const BEGIN = 0x3000000;
export const EACH = 0x40;
export const SYSTEM = '7301234567890123456';

export const position = ({ end }: Pick<Data, 'end'>): string => `0/${end.toString(16).toUpperCase()}`;

/** A new one. */
export const made = (standby: boolean): Volume => ({
  rows: new Set<number>(),
  end: BEGIN,
  standby,
  timeline: 1,
  shutAt: undefined,
  settled: false,
  isHalf: false,
  kept: new Map(),
});

/** A copy that is not changed with it. */
export const copyOf = ({ rows, end, standby, timeline, shutAt }: Data): Data => ({
  rows: new Set(rows),
  end,
  standby,
  timeline,
  shutAt,
});

/** Puts other data in the place of what there is. */
export function become(volume: Volume, data: Data): void {
  const { rows, ...rest } = copyOf(data);
  volume.rows.clear();
  for (const row of rows) volume.rows.add(row);
  Object.assign(volume, rest);
}

/** All that the one holds the other holds as well: it can receive the rest. */
export const isPartOf = (one: Data, other: Data): boolean =>
  one.timeline <= other.timeline && [...one.rows].every((row) => other.rows.has(row));

/** Rows that the one holds and the other does not. */
export const beyond = (one: Data, other: Data): number[] => [...one.rows].filter((row) => !other.rows.has(row));
