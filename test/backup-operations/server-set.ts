// A PostgreSQL of one member, with its password in a Secret, and a claim for backups beside it.
import { POSTGRESQL, serverSet } from './kinds.ts';

/** Objects for `kubectl apply`; its pod is `orders-0`. */
export const postgresqlSet = (image: string): object[] => serverSet({ ...POSTGRESQL, image });
