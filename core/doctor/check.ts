import type { RestFacts } from '../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../engines/model/switching.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import type { Server } from '../procedures/members/server.ts';
import type { Finding } from './finding.ts';

/** One member, asked by the facts by which a switchover judges. */
export interface MemberFacts {
  readonly name: string;
  /** Undefined where it said nothing. */
  readonly facts: RestFacts | undefined;
  /** Why it said nothing, in plain words. */
  readonly why: string | undefined;
}

/** What checks look at, read once. What one may not read, or is not there, is undefined. */
export interface Examined {
  readonly connection: Pick<Connection, 'read' | 'list' | 'get' | 'exec' | 'may'>;
  /** As the inventory sees it now. */
  readonly database: LiveDatabase;
  /** The StatefulSet or Deployment; undefined for a workload of another kind. */
  readonly workload: ApiObject | undefined;
  /** The model of its server; undefined where the workload is of another kind, or no server is recognised in it. */
  readonly server: Server | undefined;
  /** How its members change roles; undefined where Plinth has not learnt it. */
  readonly engine: SwitchingEngine | undefined;
  /** All members, asked at once, so that their positions belong together. Empty where {@link engine} or {@link server} is undefined. */
  readonly asked: readonly MemberFacts[];
  /** Undefined where one may not list them. */
  readonly nodes: readonly ApiObject[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal;
}

/**
 * One look. `failover`: without it a failover does not work, or not safely, right now. `around`: what makes a failover likelier, slower or harder to survive. It only
 * reads.
 */
export interface Check {
  /** Stable, for machines: `replication`. */
  readonly id: string;
  /** `Every replica follows`. */
  readonly title: string;
  readonly of: 'failover' | 'around';
  /** Throws {@link ../cluster/trouble.ClusterTrouble}; that becomes something unknown. Empty: it has nothing to say of this database. */
  readonly look: (examined: Examined) => Promise<readonly Finding[]> | readonly Finding[];
}
