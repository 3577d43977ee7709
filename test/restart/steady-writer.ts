// A pod that writes one row after the other through the read-write Service, and logs each that was acknowledged.
import { becomes, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import type { SoundDatabase } from '../topologies/sound-databases.ts';

/** What was acknowledged: ids, and when, in milliseconds. */
export interface Acknowledged {
  readonly ids: readonly number[];
  readonly times: readonly number[];
}

/**
 * One session for many rows. `session` is a client that reads statements from its standard input and prints the id after each that was done; a session that fails
 * or says nothing for 2 s is given up.
 */
const SESSIONS: Readonly<
  Record<string, { readonly session: string; readonly statement: string; readonly done: string }>
> = {
  postgresql: {
    session:
      'PGPASSWORD=$SECRET_app psql "host=$SERVICE user=app dbname=orders connect_timeout=2" -XAtq -v ON_ERROR_STOP=1',
    statement: 'INSERT INTO written VALUES ($id) RETURNING id;',
    done: '$id',
  },
  patroni: {
    session:
      'PGPASSWORD=$SECRET_app psql "host=$SERVICE user=app dbname=billing connect_timeout=2" -XAtq -v ON_ERROR_STOP=1',
    statement: 'INSERT INTO written VALUES ($id) RETURNING id;',
    done: '$id',
  },
  mysql: {
    session:
      'MYSQL_PWD=$SECRET_app mariadb --ssl --connect-timeout=2 --skip-reconnect --unbuffered -h $SERVICE -uapp -NB catalog',
    statement: 'INSERT INTO written VALUES ($id); SELECT $id;',
    done: '$id',
  },
  mariadb: {
    session:
      'MYSQL_PWD=$SECRET_app mariadb --connect-timeout=2 --skip-reconnect --unbuffered -h $SERVICE -uapp -NB forum',
    statement: 'INSERT INTO written VALUES ($id); SELECT $id;',
    done: '$id',
  },
  // Answers 1 for a member that is new in the set, and words for an error.
  redis: {
    session: 'REDISCLI_AUTH=$SECRET_password redis-cli -h $SERVICE',
    statement: 'SADD written $id',
    done: '1',
  },
};

/** Sessions at a time: together they write more than 50 rows a second on a machine that others use as well. */
const WRITERS = 4;

function script({ folder }: SoundDatabase): string {
  const { session = '', statement = '', done = '' } = SESSIONS[folder] ?? {};
  return `
# A container that is started anew goes on behind what it wrote: /tmp outlives it.
last=$(sort -n /tmp/written 2> /dev/null | tail -n 1 | cut -d ' ' -f 1)
first=$((\${last:-0} / ${String(WRITERS)} * ${String(WRITERS)} + \${last:+400} + 0))
write() {
  id=$((first + $1))
  while true; do
    if [ ! -e /tmp/writing ]; then sleep 0.1; continue; fi
    coproc client { exec timeout 600 bash -c '${session.replaceAll("'", `'\\''`)}' 2>> /tmp/refused; }
    pid=$client_PID
    exec {to}>&"\${client[1]}" {from}<&"\${client[0]}"
    while [ -e /tmp/writing ]; do
      id=$((id + ${String(WRITERS)}))
      echo "${statement}" >&$to 2> /dev/null || break
      read -r -t 2 answer <&$from || break
      if [ "$answer" != "${done}" ]; then echo "$answer" >> /tmp/refused; break; fi
      echo "$id $EPOCHREALTIME" >> /tmp/written
      sleep 0.02
    done
    exec {to}>&- {from}<&-
    kill -9 "$pid" 2> /dev/null
    wait "$pid" 2> /dev/null
    sleep 0.1
  done
}
for writer in $(seq ${String(WRITERS)}); do (write "$writer") & done
wait`;
}

export class SteadyWriter {
  readonly #practice: Practice;

  private constructor(practice: Practice) {
    this.#practice = practice;
  }

  /** Puts the writer beside a database; it waits until it is told to write. */
  static async beside(practice: Practice, database: SoundDatabase): Promise<SteadyWriter> {
    const { here } = practice;
    const container = {
      name: 'writer',
      image: 'plinth.example/tools:1',
      command: ['bash', '/writer/write.sh'],
      env: [{ name: 'SERVICE', value: database.readWrite }],
      envFrom: [{ prefix: 'SECRET_', secretRef: { name: database.name } }],
      volumeMounts: [
        { name: 'writer', mountPath: '/writer' },
        { name: 'kept', mountPath: '/tmp' },
      ],
    };
    const items = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'writer' }, data: { 'write.sh': script(database) } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'writer', labels: { [`${database.name}-client`]: 'true' } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [container],
          volumes: [
            { name: 'writer', configMap: { name: 'writer' } },
            { name: 'kept', emptyDir: {} },
          ],
        },
      },
    ];
    await here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await becomes(here, ['pod', 'writer'], '.status.containerStatuses[0].ready', 'true');
    return new SteadyWriter(practice);
  }

  async #run(command: string): Promise<string> {
    return this.#practice.here(['exec', 'writer', '--', 'bash', '-c', command]);
  }

  async start(): Promise<void> {
    await this.#run('rm -f /tmp/written; touch /tmp/written /tmp/writing');
    await this.more(100);
  }

  /** Waits until so many rows more are acknowledged. */
  async more(count: number): Promise<void> {
    const said = async (): Promise<number> => Number(await this.#run('wc -l < /tmp/written'));
    const wanted = (await said()) + count;
    const advice = 'Look at /tmp/refused in the writer.';
    await until(
      `${String(count)} rows more`,
      { seconds: 60, advice, every: 500 },
      async () => (await said()) >= wanted,
    );
  }

  async stop(): Promise<Acknowledged> {
    const lines = (await this.#run('rm /tmp/writing; sleep 3; cat /tmp/written'))
      .split('\n')
      .filter((line) => line !== '');
    lines.sort((one, other) => Number(one.split(' ')[1]) - Number(other.split(' ')[1]));
    return {
      ids: lines.map((line) => Number(line.split(' ')[0])),
      times: lines.map((line) => Number(line.split(' ')[1]) * 1_000),
    };
  }

  /** What the writer was refused with, for a person. */
  refused(): Promise<string> {
    return this.#run('tail -n 20 /tmp/refused 2> /dev/null || true');
  }
}
