import type { DumpMethod } from '../../../engines/model/dump.ts';
import type { Admission } from '../../../engines/model/dump-login.ts';
import type { Destination, Manifest } from '../../backups/manifest.ts';
import type { MoverProgram } from '../../backups/mover-config-map.ts';
import type { Server } from '../../procedures/members/server.ts';
import type { Estimate } from '../../runner/step.ts';
import type { Login } from '../backup/login.ts';
import type { Query } from '../backup/query.ts';
import type { Beside } from './beside.ts';
import type { RestoreParameters } from './parameters.ts';

/** How a query is put to the restored server. */
export interface Asking {
  /** The engine's script for exec: {@link ../../../engines/model/dump.DumpEngine.query}. */
  readonly script: string | undefined;
  /** Undefined: the backup's own. */
  readonly query: Query | undefined;
  readonly expect: string | undefined;
}

/** All that reading a backup back into a new instance needs. */
export interface Restoring {
  readonly id: string;
  readonly namespace: string;
  /** The source's workload: its folder at the destination. */
  readonly source: string;
  readonly server: Server;
  readonly engines: readonly Manifest['engine'][];
  readonly image: string;
  readonly method: DumpMethod;
  readonly destination: Destination;
  readonly parameters: RestoreParameters;
  readonly beside: Beside;
  readonly name: string;
  readonly program: MoverProgram;
  readonly login: Login | undefined;
  /** How the new instance lets the load in, where it would not by itself. */
  readonly admission?: Admission | undefined;
  /** What a person should know before. */
  readonly warnings: readonly string[];
  /** Of the whole: how long until the new instance answers. */
  readonly estimate: Estimate | undefined;
  /** Bytes that will be read back, where they are known. */
  readonly expected: number | undefined;
  /** A fault that is found in the backup is an outcome, not a failure of the operation. */
  readonly isTest: boolean;
  /** The engine's check of a restored server, for exec. */
  readonly check: string;
  /** How a query is put to it. */
  readonly asking?: Asking | undefined;
}
