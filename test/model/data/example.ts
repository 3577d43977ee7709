import { timeName } from '../../../core/backups/manifest-text.ts';
import type { Orders } from '../engines/orders.ts';
import { dumpOf, manifestOf, putBackup, putVerification, sha256 } from './dumped.ts';
import { QUERY } from './query.ts';

/** The rows that an example of a backup holds. */
const ROWS = 24;

export interface Example {
  /** Hours before the world's first moment at which it was made. */
  readonly hours: number;
  /** Rows that are missing in it, though its manifest was counted with them. */
  readonly lacks?: number;
  /** As a restore test left it. */
  readonly verified?: boolean;
}

/** `20260105t070000z-aaaa2222`, of so many hours before. */
export const exampleId = (hours: number): string => `${timeName(Date.UTC(2026, 0, 5, 8) - hours * 3_600_000)}-aaaa2222`;

/** Puts a backup there as an earlier operation left it, with the rows 0 to 23. */
export function putExample({ shelf }: Pick<Orders, 'shelf'>, { hours, lacks = 0, verified = false }: Example): string {
  const id = exampleId(hours);
  const rows = [...Array(ROWS).keys()];
  const answer = sha256('0');
  const said = { version: '16.4', identity: '7301', position: '0/3000600', role: 'replica', 'count.databases': '2' };
  const counted = {
    ...said,
    'count.tables': '1',
    'count.rows': String(ROWS),
    'query.text': QUERY.query,
    query: answer,
  };
  const started = Date.UTC(2026, 0, 5, 8) - hours * 3_600_000;
  const start = {
    id,
    database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
    engine: 'postgresql',
    method: 'logical',
    consistency: 'application',
    started,
    member: 'orders-1',
    tool: 'plinth 0.0.0',
  } as const;
  const dump = dumpOf(rows.slice(0, ROWS - lacks));
  putBackup(shelf, dump, manifestOf(start, dump, counted, counted, started + 9_000));
  if (verified) putVerification(shelf, { backup: id, at: started + 600_000, outcome: 'verified' });
  return id;
}
