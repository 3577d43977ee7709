import type { Connection } from '../../cluster/connection.ts';
import type { Clock } from '../../runner/clock.ts';
import type { RunnerEvent } from '../../runner/events.ts';
import type { Plan } from '../../runner/plan.ts';
import type { Facts } from '../../runner/step.ts';
import type { RunnerRequest } from '../request.ts';

/** What a runner pod has around it; tests have their own. */
export interface Post {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly request: RunnerRequest;
  /** A name that no other runner has, nor this pod after a restart. */
  readonly holder: string;
  /** It begins the operation; the other one only ever takes it up. */
  readonly first: boolean;
  /** Reads the database and plans. */
  readonly plan: (facts: Facts) => Promise<Plan>;
  /** Says that this pod stands ready. */
  readonly ready: () => Promise<void>;
  /** Why the other pod does not stand ready now; undefined where it does. */
  readonly partner: () => Promise<string | undefined>;
  /** A line of the log. */
  readonly say: (text: string) => void;
  readonly heard: (event: RunnerEvent) => void;
}
