import { randomBytes } from 'node:crypto';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { DatabaseName } from '../../core/runner/plan.ts';
import type { OperationSeen } from '../views/operation/seen.ts';
import type { OperationsCore } from './core.ts';

/** The cluster and the database of an operation, as they are now: connections come and go. */
export interface OperationPlace {
  readonly core: () => OperationsCore;
  readonly database: DatabaseName;
  readonly context: () => OperationSeen['context'];
  /** Throws where the context is not connected. */
  readonly connection: () => Connection;
  /** As the inventory sees it now. Throws where it is not there. */
  readonly live: () => LiveDatabase;
  /** Calls back when what the inventory sees of it changes. Ends with what it returns. */
  readonly onLive: (changed: () => void) => () => void;
  /** Who asks: the context's user. */
  readonly by: string;
  /** A name for this editor that no other has. */
  readonly holder: string;
}

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Eight characters of a–z and 0–9. */
export const newId = (): string => [...randomBytes(8)].map((byte) => SIGNS[byte % SIGNS.length]).join('');
