import { becomes, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import type { SoundDatabase } from './sound-databases.ts';
import { readSamples, type Sample } from './writers.ts';

/** A pod beside the database: asks every member five times a second whether it accepts writes, and writes through the Service when told to. */
export interface Witness {
  /** Runs a script that may call `state` and `query`. Gives what it prints, without the last line end. */
  readonly run: (script: string) => Promise<string>;
  readonly startWriting: () => Promise<void>;
  /** Waits until so many writes are acknowledged. */
  readonly hasWritten: (count: number) => Promise<void>;
  /** Ends the writing. Gives what was acknowledged: ids, and their times in milliseconds. */
  readonly stopWriting: () => Promise<Written>;
  /** All samples since the witness came. */
  readonly samples: () => Promise<Sample[]>;
}

export interface Written {
  readonly ids: readonly number[];
  readonly times: readonly number[];
}

const MEMBERS = 3;

const watching = ({ name, members, readWrite, insert }: SoundDatabase, samples: boolean): string => `
. /witness/client.sh
# What ends a session is told by a line without a state. None lasts long, for a pod that has gone does not say so.
watch() {
  while true; do
    timeout 5 bash -c '. /witness/client.sh; states "$0"' "$1.${members}" | while read -r time state; do echo "$1 $time $state"; done >> /tmp/samples
    echo "$1 $EPOCHREALTIME" >> /tmp/samples
    sleep 0.2
  done
}
for ordinal in ${samples ? `$(seq 0 ${MEMBERS - 1})` : ''}; do watch "${name}-$ordinal" & done
id=1000
while sleep 0.15; do
  if [ ! -e /tmp/writing ]; then continue; fi
  id=$((id + 1))
  if query ${readWrite} "${insert('$id')}" > /dev/null 2>> /tmp/refused; then echo "$id $EPOCHREALTIME" >> /tmp/written; fi
done`;

const manifest = (database: SoundDatabase, samples: boolean, every: number): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'witness' },
        data: { 'client.sh': database.client, 'watch.sh': watching(database, samples) },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'witness', labels: { [`${database.name}-client`]: 'true' } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'witness',
              image: 'plinth.example/tools:1',
              command: ['bash', '/witness/watch.sh'],
              env: [{ name: 'EVERY', value: String(every / 1_000) }],
              envFrom: [{ prefix: 'SECRET_', secretRef: { name: database.name } }],
              volumeMounts: [{ name: 'witness', mountPath: '/witness' }],
            },
          ],
          volumes: [{ name: 'witness', configMap: { name: 'witness' } }],
        },
      },
    ],
  });

/**
 * Puts the witness of a database into its namespace; it asks each member every so many milliseconds. Without `samples` it asks nobody by itself: asking a Redis member
 * means to write to it.
 */
export async function witness(
  { here }: Practice,
  database: SoundDatabase,
  { samples = true, every = 200 }: { readonly samples?: boolean; readonly every?: number } = {},
): Promise<Witness> {
  await here(['apply', '--filename=-'], manifest(database, samples, every));
  await becomes(here, ['pod', 'witness'], '.status.containerStatuses[0].ready', 'true');
  const run = async (script: string): Promise<string> => {
    const output = await here(['exec', 'witness', '--', 'bash', '-c', `. /witness/client.sh\n${script}`]);
    return output.trimEnd();
  };
  return {
    run,
    startWriting: async () => {
      await run('rm -f /tmp/written; touch /tmp/written /tmp/writing');
    },
    hasWritten: async (count) => {
      await until(
        `${count} acknowledged writes`,
        { seconds: 60, advice: 'Look at /tmp/refused in the witness.', every: 1000 },
        async () => Number(await run('wc -l < /tmp/written')) >= count,
      );
    },
    stopWriting: async () => {
      const lines = (await run('rm /tmp/writing; sleep 2.5; cat /tmp/written'))
        .split('\n')
        .filter((line) => line !== '');
      return {
        ids: lines.map((line) => Number(line.split(' ')[0])),
        times: lines.map((line) => Number(line.split(' ')[1]) * 1000),
      };
    },
    samples: async () => readSamples(await run('cat /tmp/samples')),
  };
}
