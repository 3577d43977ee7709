import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { Right } from '../../cluster/connection.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { doorOf } from '../../procedures/door/door.ts';
import type { Wiring } from '../../procedures/door/wiring.ts';
import type { Server } from '../../procedures/members/server.ts';
import { stepsOf } from './switchover.ts';

const NOTHING = { refusals: [], warnings: [], before: [], after: [] } as const;

/** The rights that the steps of a switchover of this database want, whoever leads, and whether or not it may be begun now. */
export function switchoverNeeds(
  database: LiveDatabase,
  server: Server,
  engine: SwitchingEngine,
  wiring: Wiring,
): readonly Right[] {
  const [leader = database.name, candidate = leader, ...others] = database.members.map(({ pod }) => pod.name);
  const steps = stepsOf(
    database,
    {
      server,
      engine,
      leader,
      candidate,
      others,
      // No right is for an address.
      upstream: { host: candidate, port: 0 },
      door: doorOf(database),
      wiring,
      against: [],
      warnings: [],
    },
    NOTHING,
  );
  const known = new Map(steps.flatMap(({ needs }) => needs).map((right) => [JSON.stringify(right), right]));
  return [...known.values()];
}
