import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { postgresql } from './index.ts';

const directory = (container: string, rest = '', ...objects: string[]) => {
  const found = postgresql.dataDirectory(contextOf(setOf(container, rest, ...objects)).context);
  return found && `${found.path} in ${found.mountAt}${found.certain ? '' : ' perhaps'}`;
};

const configMap = (name: string, key: string, text: string) =>
  `kind: ConfigMap\nmetadata: { name: ${name} }\ndata:\n  ${key}: |\n    ${text.replaceAll('\n', '\n    ')}`;

const volume = 'volumes: [{ name: config, configMap: { name: config } }]';

describe('PostgreSQL: data directory', () => {
  const nested = '/var/lib/postgresql/18/docker in /var/lib/postgresql';
  const flat = '/var/lib/postgresql/data in /var/lib/postgresql/data';
  const cases: [container: string, directory: string | undefined][] = [
    ['image: postgres:17', flat],
    ['image: postgres:9.6-alpine', flat],
    ['image: postgres:18', nested],
    ['image: postgres:19.1', '/var/lib/postgresql/19/docker in /var/lib/postgresql'],
    ['image: postgres', nested],
    ['image: postgres:latest', nested],
    ['image: postgres:alpine', nested],
    ['image: postgres@sha256:abc', `${flat} perhaps`],
    ['image: someone/postgres:16', `${flat} perhaps`],
    ['image: registry.corp/mirror/postgres:16', flat],
    ['image: registry.corp/docker.io/library/postgres:16', flat],
    ['image: registry.corp/postgres:16', flat],
    ['image: registry.corp/team/postgres:16', `${flat} perhaps`],
    ['image: ghcr.io/team/postgres:16', `${flat} perhaps`],
    ['image: postgis/postgis:16-3.4', flat],
    ['image: timescale/timescaledb:2.14.2-pg16', flat],
    ['image: postgis/postgis:latest', `${flat} perhaps`],
    ['image: bitnami/postgresql:16', '/bitnami/postgresql/data in /bitnami/postgresql'],
    ['image: ghcr.io/zalando/spilo-16:3', '/home/postgres/pgdata/pgroot/data in /home/postgres/pgdata'],
    ['image: timescale/timescaledb-ha:pg16', '/home/postgres/pgdata/data in /home/postgres/pgdata'],
    ['image: ghcr.io/cloudnative-pg/postgresql:16', '/var/lib/postgresql/data/pgdata in /var/lib/postgresql/data'],
    ['image: rhel8/postgresql-13', '/var/lib/pgsql/data/userdata in /var/lib/pgsql/data'],
    [
      'image: postgres:16\nenv: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata/ }]',
      '/var/lib/postgresql/data/pgdata in /var/lib/postgresql/data',
    ],
    ['image: postgres:18\nenv: [{ name: PGDATA, value: /var/lib/postgresql/data }]', flat],
    ['image: postgres:16\nenv: [{ name: PGDATA, value: /data/$(POD) }, { name: POD, value: a }]', undefined],
    ['image: postgres:16\nenv: [{ name: POD, value: a }, { name: PGDATA, value: /data/$(POD) }]', '/data/a in /data/a'],
    ['image: postgres:16\nenv: [{ name: PGDATA, valueFrom: { secretKeyRef: { name: a, key: b } } }]', undefined],
    [
      'image: rhel8/postgresql-13\nenv: [{ name: PGDATA, value: /x }]',
      '/var/lib/pgsql/data/userdata in /var/lib/pgsql/data',
    ],
    ['image: arm64v8/postgres:16', flat],
    ['image: postgres:16\nlifecycle: { postStart: { exec: { command: [/join.sh] } } }', flat],
    ['image: postgres:16\ncommand: [sh, -c, "bash -c \'postgres -D /x\'"]', '/x in /x'],
    ['image: ghcr.io/zalando/spilo-16:3\nenv: [{ name: PGROOT, value: /x/root }]', '/x/root/data in /x/root'],
    [
      'image: sorintlab/stolon:v0.17-pg14\ncommand: [stolon-keeper]\nenv: [{ name: STKEEPER_DATA_DIR, value: /stolon }]',
      '/stolon/postgres in /stolon',
    ],
    ['image: bitnami/postgresql:16\nenv: [{ name: POSTGRESQL_DATA_DIR, value: /x/y }]', '/x/y in /x/y'],
    ['image: postgres:16\nargs: [-D, /x]', '/x in /x'],
    ['image: postgres:16\nargs: [postgres, -c, data_directory=/x]', '/x in /x'],
    ['image: postgres:16\ncommand: [sh, -c, "exec docker-entrypoint.sh postgres -D /x"]', '/x in /x'],
    ['image: postgres:16\nargs: [-c, data_directory=$(WHERE)]', undefined],
    ['image: postgres:16\ncommand: [sh, -c, "export PGDATA=/x; exec docker-entrypoint.sh postgres"]', undefined],
    ['image: postgres:16\ncommand: [sh, -c, "postgres -D $PGDATA"]', flat],
    ['image: postgres:16\ncommand: [sh, -c, "pg_ctl -D /x start && tail -f /dev/null"]', '/x in /x'],
    ['image: postgres:16\nargs: [-c, config_file=/etc/unseen.conf]', `${flat} perhaps`],
    ['image: postgres:16\ncommand: [/start.sh]', `${flat} perhaps`],
    ['image: postgres:16\nenvFrom: [{ secretRef: { name: a } }]', flat],
    ['image: postgres:16\nenvFrom: [{ configMapRef: { name: unseen } }]', `${flat} perhaps`],
    ['image: postgres:16\nargs: ["\uE000"]', `${flat} perhaps`],
    ['image: postgres:16\nargs: [-c, fsync=off]\nports: [{ containerPort: 5432 }]', flat],
  ];
  for (const [container, expected] of cases) {
    it(`is ${expected ?? 'unknown'} for ${container.replaceAll('\n', ', ')}`, () => {
      assert.equal(directory(container), expected);
    });
  }

  it('is what a mounted configuration file says', () => {
    const container =
      'image: postgres:16\nargs: [-c, config_file=/etc/pg/main.conf]\nvolumeMounts: [{ name: config, mountPath: /etc/pg }]';
    const file = configMap('config', 'main.conf', "port = 5433\ndata_directory = '/srv/pg' # here");
    assert.equal(directory(container, volume, file), '/srv/pg in /srv/pg');
    const { context } = contextOf(setOf(container, volume, file));
    const found = postgresql.dataDirectory(context);
    assert.equal(found?.source && textAt(found.source), "data_directory = '/srv/pg'");
    assert.equal(postgresql.port(context), 5433);
  });

  it('follows the variables of a ConfigMap in sight', () => {
    const container = 'image: postgres:16\nenvFrom: [{ configMapRef: { name: env } }, { secretRef: { name: s } }]';
    assert.equal(
      directory(container, '', 'kind: ConfigMap\nmetadata: { name: env }\ndata: { PGDATA: /x }'),
      '/x in /x',
    );
  });

  it('is where a custom image mounts its volume', () => {
    const container = (path: string) =>
      `image: corp/ledger-db:1\nports: [{ containerPort: 5432 }]\nvolumeMounts: [{ name: data, mountPath: ${path} }]`;
    assert.equal(
      directory(container('/var/lib/postgresql/data')),
      '/var/lib/postgresql/data in /var/lib/postgresql/data perhaps',
    );
    assert.equal(
      directory(container('/bitnami/postgresql')),
      '/bitnami/postgresql/data in /bitnami/postgresql perhaps',
    );
    assert.equal(directory(container('/var/lib/postgresql')), `${nested} perhaps`);
  });

  it('says whether the server makes a directory of its own', () => {
    const own = (container: string) => postgresql.dataDirectory(contextOf(setOf(container)).context)?.ownSubdirectory;
    assert.deepEqual(
      ['postgres:17', 'postgres:18', 'bitnami/postgresql:16'].map((image) => own(`image: ${image}`)),
      [false, true, true],
    );
    assert.equal(own('image: postgres:17\nenv: [{ name: PGDATA, value: /var/lib/postgresql/data/x }]'), true);
  });
});

describe('PostgreSQL: settings', () => {
  it('come from files, then arguments, each with its place', () => {
    const { context } = contextOf(
      setOf(
        'image: postgres:16\nargs: [-c, fsync=off, --shared-buffers=1GB, -p, "5433", -F]\nvolumeMounts: [{ name: config, mountPath: /etc/postgresql }]',
        volume,
        configMap('config', 'postgresql.conf', 'Shared_Buffers = 2GB\nwal_level=logical'),
      ),
    );
    const all = [...context.settings.values()].map(
      ({ name, value, from, source }) => `${name}=${value} ${from} <${textAt(source)}>`,
    );
    assert.deepEqual(all, [
      'shared_buffers=1GB argument <--shared-buffers=1GB>',
      'wal_level=logical file <wal_level=logical>',
      'fsync=off argument <-F>',
      'port=5433 argument <5433>',
    ]);
  });

  it('are not those of pg_hba.conf', () => {
    const container = 'image: postgres:16\nvolumeMounts: [{ name: config, mountPath: /etc/postgresql }]';
    const { context } = contextOf(
      setOf(container, volume, configMap('config', 'pg_hba.conf', 'host all all all trust')),
    );
    assert.equal(context.settings.size, 0);
  });

  const ports: [container: string, port: number | undefined][] = [
    ['image: postgres:16', 5432],
    ['image: postgres:16\nenv: [{ name: PGPORT, value: "6000" }]', 6000],
    ['image: bitnami/postgresql:16\nenv: [{ name: POSTGRESQL_PORT_NUMBER, value: "6000" }]', 6000],
    ['image: postgres:16\nargs: ["--port=$(P)"]', undefined],
    ['image: postgres:16\nargs: [-c, config_file=/unseen]', undefined],
  ];
  for (const [container, port] of ports) {
    it(`listens on ${port ?? 'an unknown port'} for ${container.replaceAll('\n', ', ')}`, () => {
      assert.equal(postgresql.port(contextOf(setOf(container)).context), port);
    });
  }
});

describe('PostgreSQL: replication', () => {
  const cases: [container: string, rest: string, said: string][] = [
    ['image: postgres:16', '', 'none'],
    ['image: postgres:16\nargs: [-c, max_connections=100]', '', 'none'],
    ['image: postgres:16\nenvFrom: [{ secretRef: { name: a } }]', '', 'none'],
    ['image: postgres:16', 'initContainers: [{ image: busybox, command: [chown, -R, "999", /x] }]', 'none'],
    ['image: bitnami/postgresql:16\nenv: [{ name: POSTGRESQL_PASSWORD, value: a }]', '', 'none'],
    ['image: postgres:16\nenv: [{ name: POSTGRESQL_REPLICATION_MODE, value: a }]', '', 'none'],
    [
      'image: bitnami/postgresql:16\nenv: [{ name: POSTGRESQL_REPLICATION_MODE, value: slave }]',
      '',
      'configured streaming',
    ],
    ['image: bitnami/postgresql:16\nenvFrom: [{ configMapRef: { name: unseen } }]', '', 'unknown'],
    ['image: bitnami/postgresql-repmgr:16', '', 'configured repmgr'],
    ['image: ghcr.io/zalando/spilo-16:3', '', 'configured patroni'],
    ['image: postgres:16\nenv: [{ name: PATRONI_SCOPE, value: a }]', '', 'configured patroni'],
    ['image: postgres:16\nargs: [-c, "primary_conninfo=host=a"]', '', 'configured streaming'],
    [
      'image: postgres:16\ncommand: [bash, -c, "pg_basebackup -h a -D /x && exec postgres"]',
      '',
      'configured streaming',
    ],
    [
      'image: postgres:16',
      'initContainers: [{ image: postgres:16, command: [bash, -c, "touch /x/standby.signal"] }]',
      'configured streaming',
    ],
    ['image: postgres:16\ncommand: [/start.sh]', '', 'unknown'],
    ['image: postgres:16\nargs: ["\uE000"]', '', 'unknown'],
    ['image: postgres:16', 'initContainers: [{ image: corp/setup }]', 'unknown'],
    ['image: postgres:16', 'initContainers: [{ image: busybox, command: [sh, /scripts/init.sh] }]', 'unknown'],
    [
      'image: postgres:16\nvolumeMounts: [{ name: c, mountPath: /etc/postgresql }]',
      'volumes: [{ name: c, configMap: { name: unseen } }]',
      'unknown',
    ],
    ['image: postgres:16\nlifecycle: { postStart: { exec: { command: [/join.sh] } } }', '', 'unknown'],
    [
      'image: postgres:16\nlifecycle: { postStart: { exec: { command: [sh, -c, "sleep 5; /join.sh"] } } }',
      '',
      'unknown',
    ],
    [
      'image: postgres:16\nlifecycle: { postStart: { exec: { command: [sh, -c, "sleep 5; psql -f /x"] } } }',
      '',
      'none',
    ],
    ['image: someone/postgres:16', '', 'unknown'],
    ['image: crunchydata/crunchy-postgres:ubi8-15.3-0', '', 'unknown'],
  ];
  for (const [container, rest, said] of cases) {
    it(`is ${said} for ${container.replaceAll('\n', ', ')} ${rest}`, () => {
      const { state, method } = postgresql.replication(contextOf(setOf(container, rest)).context);
      assert.equal([state, method].filter(Boolean).join(' '), said);
    });
  }

  it('looks into mounted scripts', () => {
    const container = 'image: postgres:16\nvolumeMounts: [{ name: config, mountPath: /docker-entrypoint-initdb.d }]';
    const script = configMap('config', 'a.sh', 'echo "host replication" # a\npg_basebackup -h primary');
    const { state, evidence } = postgresql.replication(contextOf(setOf(container, volume, script)).context);
    assert.equal(state, 'configured');
    assert.equal(evidence && textAt(evidence), 'pg_basebackup');
    const comment = configMap('config', 'a.sh', '# pg_basebackup would be better\npsql -f /x');
    assert.equal(postgresql.replication(contextOf(setOf(container, volume, comment)).context).state, 'none');
    const other = configMap('config', 'a.sql', 'CREATE TABLE a (b int);');
    assert.equal(postgresql.replication(contextOf(setOf(container, volume, other)).context).state, 'none');
  });

  it('knows a sidecar that watches from one that may do anything', () => {
    const beside = (image: string) => {
      const containers = `[{ name: db, image: "postgres:16" }, { name: side, image: ${image} }]`;
      const text = `kind: StatefulSet\nspec: { template: { spec: { containers: ${containers} } } }`;
      return postgresql.replication(contextOf(text).context).state;
    };
    assert.equal(beside('prometheuscommunity/postgres-exporter'), 'none');
    assert.equal(beside('oliver/postgres-exporter, command: [/bin/postgres_exporter, --x]'), 'none');
    assert.equal(beside('busybox, command: [sh, -c, "tail -f /log"]'), 'none');
    assert.equal(beside('busybox, command: [/replicate]'), 'unknown');
    assert.equal(beside('corp/replicator'), 'unknown');
  });
});

describe('PostgreSQL: probes', () => {
  const command = (advice: { probe: Readonly<Record<string, unknown>> } | undefined) =>
    (advice?.probe['exec'] as { command: string[] } | undefined)?.command.join(' ');

  it('ask as the user that the image makes', () => {
    const { context } = contextOf(
      setOf('image: postgres:16\nenv: [{ name: POSTGRES_USER, value: app }, { name: POSTGRES_DB, value: shop }]'),
    );
    assert.equal(command(postgresql.readinessProbe(context)), 'pg_isready -h 127.0.0.1 -p 5432 -U app -d shop');
  });

  it('let a shell expand what cannot be seen', () => {
    const { context } = contextOf(
      setOf('image: postgres:16\nenv: [{ name: POSTGRES_USER, valueFrom: { secretKeyRef: { name: a, key: b } } }]'),
    );
    assert.equal(
      command(postgresql.readinessProbe(context)),
      'sh -c exec pg_isready -h 127.0.0.1 -p 5432 -U "$POSTGRES_USER" -d "$POSTGRES_USER"',
    );
  });

  it('ask as the user that a Secret out of sight may name', () => {
    const { context } = contextOf(setOf('image: postgres:16\nenvFrom: [{ secretRef: { name: a } }]'));
    assert.equal(
      command(postgresql.readinessProbe(context)),
      'sh -c exec pg_isready -h 127.0.0.1 -p 5432 -U "${POSTGRES_USER:-postgres}" -d postgres',
    );
  });

  it('take a server that recovers for alive', () => {
    const { context } = contextOf(setOf('image: postgres:16\nargs: [-p, "5433"]'));
    const advice = postgresql.livenessProbe(context);
    assert.equal(command(advice), 'sh -c (pg_isready -h 127.0.0.1 -p 5433 -U postgres; [ $? -lt 2 ]); exit $?');
    assert.ok(Number(advice?.probe['periodSeconds']) * Number(advice?.probe['failureThreshold']) >= 120);
  });

  it('give recovery its time', () => {
    const probe = postgresql.startupProbe(contextOf(setOf('image: postgres:16')).context)?.probe;
    assert.equal(
      Number(probe?.['periodSeconds']) * Number(probe?.['failureThreshold']),
      postgresql.recoverySeconds.value,
    );
  });
});
