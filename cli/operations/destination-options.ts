import type { DestinationSaid } from './destinations.ts';
import type { WhereOptions } from './where-options.ts';

/** What `plinth destinations add` takes. */
export interface AddOptions extends WhereOptions, DestinationSaid {
  readonly replace: boolean;
  readonly dryRun: boolean;
}
