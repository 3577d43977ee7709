import type { Nightly } from '../model/nightly.ts';
import { variables } from './dump.ts';
import type { Flavour } from './flavour.ts';
import { isTlsOnly, portOf } from './port.ts';
import { replication } from './replication.ts';

/** The snapshot as a replica gets it. A cluster of shards has one for each, and no moment for all. */
export const nightlyOf =
  (flavour: Flavour): Nightly =>
  (context) => {
    const port = portOf(context);
    if (port === undefined || isTlsOnly(context) || replication(context, flavour).method === 'redis-cluster')
      return undefined;
    return {
      suffix: 'rdb',
      lines: [
        `${flavour.client} -h "$REDIS_HOST"${port === 6379 ? '' : ` -p ${String(port)}`} --rdb "$target.part"`,
        'mv "$target.part" "$target"',
      ],
      variables: [
        { name: 'REDIS_HOST', holds: 'host', from: [] },
        { name: 'REDISCLI_AUTH', holds: 'password', from: variables(context, flavour) },
      ],
      source: flavour.pages.persistence,
    };
  };
