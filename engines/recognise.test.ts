import assert from 'node:assert/strict';
import { workloadOf } from '../test/support/lookup.ts';
import type { OwnImage } from './model/engine.ts';
import { recognise } from './recognise.ts';

/** «engine role variant version certainty» of the first container of a pod spec, given as YAML flow. */
function say(container: string, kind = 'StatefulSet', own: readonly OwnImage[] = [], name = 'db'): string {
  const spec = `{ containers: [${container}] }`;
  const job = `spec: { template: { spec: ${spec} } }`;
  const bodies: Record<string, string> = { Pod: `spec: ${spec}`, CronJob: `spec: { jobTemplate: { ${job} } }` };
  const workload = workloadOf(`kind: ${kind}\nmetadata: { name: ${name} }\n${bodies[kind] ?? job}`);
  const [first] = workload.pod.containers;
  assert.ok(first);
  const found = recognise(first, workload, own);
  if (found === undefined) return 'nothing';
  const { engine, role, variant, version, certainty } = found;
  return [engine.id, role, variant, version?.text ?? '-', certainty].join(' ');
}

describe('recognition by image', () => {
  const cases: [image: string, said: string][] = [
    ['postgres', 'postgresql server official - certain'],
    ['postgres:16.4-alpine', 'postgresql server official 16.4 certain'],
    ['docker.io/library/postgres:9.6', 'postgresql server official 9.6 certain'],
    ['public.ecr.aws/docker/library/postgres:17', 'postgresql server official 17 certain'],
    ['registry.corp:5000/mirror/postgres:15@sha256:abc', 'postgresql server official 15 likely'],
    ['arm64v8/postgres:16', 'postgresql server official 16 certain'],
    ['sorintlab/stolon:v0.17-pg14', 'postgresql server stolon 14 certain'],
    ['postgres@sha256:abc', 'postgresql server official - certain'],
    ['bitnami/postgresql:11.7.0-debian-10-r9', 'postgresql server bitnami 11.7.0 certain'],
    ['docker.io/bitnamilegacy/postgresql:17', 'postgresql server bitnami 17 certain'],
    ['bitnami/postgresql-repmgr:16', 'postgresql server repmgr 16 certain'],
    ['postgis/postgis:16-3.4', 'postgresql server postgis 16 certain'],
    ['timescale/timescaledb:2.14.2-pg16', 'postgresql server timescaledb 16 certain'],
    ['timescale/timescaledb:latest-pg15', 'postgresql server timescaledb 15 certain'],
    ['timescale/timescaledb-ha:pg16.2-ts2.14.2', 'postgresql server timescaledb-ha 16.2 certain'],
    ['pgvector/pgvector:pg17', 'postgresql server pgvector 17 certain'],
    ['pgvector/pgvector:0.8.0-pg16', 'postgresql server pgvector 16 certain'],
    ['ankane/pgvector:v0.5.1', 'postgresql server pgvector - certain'],
    ['registry.opensource.zalan.do/acid/spilo-16:3.2-p2', 'postgresql server spilo 16 certain'],
    ['ghcr.io/zalando/spilo-15:3.0-p1', 'postgresql server spilo 15 certain'],
    ['ghcr.io/cloudnative-pg/postgresql:16.2', 'postgresql server cloudnative-pg 16.2 certain'],
    ['centos/postgresql-96-centos7', 'postgresql server sclorg 9.6 certain'],
    ['registry.redhat.io/rhel8/postgresql-13:1-51', 'postgresql server sclorg 13 certain'],
    ['crunchydata/crunchy-postgres:ubi8-15.3-0', 'postgresql server crunchy 15.3 certain'],
    ['prometheuscommunity/postgres-exporter:v0.15.0', 'postgresql exporter exporter - likely'],
    ['wrouesnel/postgres_exporter', 'postgresql exporter exporter - likely'],
    ['edoburu/pgbouncer:1.22', 'postgresql pooler pooler - likely'],
    ['bitnami/pgpool:4', 'postgresql pooler pooler - likely'],
    ['dpage/pgadmin4:8', 'postgresql admin admin - likely'],
    ['prodrigestivill/postgres-backup-local:16', 'postgresql backup backup - likely'],
    ['ghcr.io/zalando/postgres-operator:v2.0.1', 'postgresql operator operator - likely'],
    ['mysql', 'mysql server official - certain'],
    ['mysql:8.0.30', 'mysql server official 8.0.30 certain'],
    ['mysql/mysql-server:8.0.28', 'mysql server oracle 8.0.28 certain'],
    ['container-registry.oracle.com/mysql/community-server:8.4', 'mysql server oracle 8.4 certain'],
    ['registry.redhat.io/rhel8/mysql-80', 'mysql server sclorg 8.0 certain'],
    ['bitnami/mysql:8.4', 'mysql server bitnami 8.4 certain'],
    ['prom/mysqld-exporter', 'mysql exporter exporter - likely'],
    ['phpmyadmin/phpmyadmin', 'mysql admin admin - likely'],
    ['adminer:4', 'mysql admin admin - certain'],
    ['proxysql/proxysql:2.6', 'mysql pooler pooler - likely'],
    ['mariadb:10.11', 'mariadb server official 10.11 certain'],
    ['bitnami/mariadb-galera:11.3', 'mariadb server galera 11.3 certain'],
    ['registry.access.redhat.com/rhscl/mariadb-101-rhel7', 'mariadb server sclorg 10.1 certain'],
    ['mariadb/maxscale:23', 'mariadb pooler pooler - certain'],
    ['mongo:7', 'mongodb server official 7 certain'],
    ['mongo-express', 'mongodb admin admin - certain'],
    ['redis:7.2-alpine', 'redis server official 7.2 certain'],
    ['oliver006/redis_exporter', 'redis exporter exporter - likely'],
    ['valkey/valkey:8', 'valkey server official 8 certain'],
    ['cassandra:4.1', 'cassandra server official 4.1 certain'],
    ['docker.elastic.co/elasticsearch/elasticsearch:8.14.0', 'elasticsearch server official 8.14.0 certain'],
    ['springboot-postgres-k8s:11', 'nothing'],
    ['company/postgres-service:1.0', 'nothing'],
    ['wordpress:6', 'nothing'],
    ['busybox', 'nothing'],
    ['"\uE000\uE000/postgres:\uE000"', 'postgresql server official - likely'],
  ];
  for (const [image, said] of cases) {
    it(`takes ${image} for ${said}`, () => {
      assert.equal(say(`{ image: ${image} }`, 'StatefulSet', [], 'x').replace('\uE000', ''), said);
    });
  }
});

describe('recognition by what a container runs', () => {
  const cases: [title: string, container: string, kind: string, role: string][] = [
    ['entrypoint', '{ image: mysql:8, command: [docker-entrypoint.sh, mysqld] }', 'Deployment', 'server'],
    ['options alone', '{ image: mysql:8, args: [--port=3307] }', 'Deployment', 'server'],
    ['unknown script', '{ image: mysql:8, command: [/scripts/start.sh] }', 'Deployment', 'server'],
    [
      'unknown script for a shell',
      '{ image: redis:7, command: [sh, -c, "sh /scripts/start.sh"] }',
      'Deployment',
      'server',
    ],
    [
      'functions of its own',
      '{ image: redis:7, command: [sh, -c, "fix() { redis-cli shutdown; }; while true; do fix; sleep 60; done"] }',
      'Deployment',
      'client',
    ],
    [
      'unknown program on another port',
      '{ image: postgres:16, command: [bash, -c, "python3 /x.py"], ports: [{ containerPort: 8080 }] }',
      'Deployment',
      'client',
    ],
    [
      "unknown program on Sentinel's port",
      '{ image: redis:7, command: [/opt/start], ports: [{ containerPort: 26379 }] }',
      'StatefulSet',
      'arbiter',
    ],
    [
      'unknown program with data on another port',
      '{ image: postgres:16, command: [/start], ports: [{ containerPort: 6432 }], volumeMounts: [{ name: a, mountPath: /var/lib/postgresql/data }] }',
      'StatefulSet',
      'server',
    ],
    [
      'a script that ends in the server',
      '{ image: postgres:16, command: [sh, -c, "pg_basebackup -h a; exec postgres"] }',
      'Deployment',
      'server',
    ],
    ['a variable', '{ image: postgres:16, command: [sh, -c, "exec $SERVER"] }', 'Deployment', 'server'],
    ['client', '{ image: mysql:8, command: [mysql, -hdb] }', 'Pod', 'client'],
    [
      'client in a script',
      '{ image: postgres:16, command: [sh, -c, "until pg_isready -h db; do sleep 1; done; psql -f /x"] }',
      'Deployment',
      'client',
    ],
    ['waiting', '{ image: redis:7, command: [sleep, infinity] }', 'Pod', 'client'],
    ['curl', '{ image: mongo:7, args: [curl, "http://x"] }', 'Deployment', 'client'],
    [
      'a dump now and then',
      '{ image: postgres:16, command: [bash, -c, "while true; do pg_dump x > y; sleep 1d; done"] }',
      'Deployment',
      'backup',
    ],
    ['a dump in a job', '{ image: postgres:16, command: [bash, -c, "pg_dump x | gzip > y"] }', 'CronJob', 'backup'],
    ['a job', '{ image: postgres:16, command: [psql, -f, /x] }', 'Job', 'client'],
    ['a server in a job', '{ image: postgres:16 }', 'Job', 'client'],
    ['a sentinel', '{ image: redis:7, command: [redis-sentinel, /x.conf] }', 'StatefulSet', 'arbiter'],
    [
      'a sentinel by option',
      '{ image: redis:7, command: [redis-server, /x.conf, --sentinel] }',
      'StatefulSet',
      'arbiter',
    ],
    [
      'a sentinel in a script',
      '{ image: redis:7, command: [sh, -c, "cp /a /b && redis-sentinel /b"] }',
      'StatefulSet',
      'arbiter',
    ],
    [
      'a sentinel by variable',
      '{ image: "example.com/redis:3.2", env: [{ name: SENTINEL, value: "true" }] }',
      'Deployment',
      'arbiter',
    ],
    ['mongos', '{ image: mongo:7, command: [mongos, --configdb, a/b] }', 'Deployment', 'pooler'],
    ['a mongod', '{ image: mongo:7, command: [mongod, --replSet, a] }', 'StatefulSet', 'server'],
    ['a pod that runs once', '{ image: mysql:8, command: [/test.sh] }], restartPolicy: Never, x: [', 'Pod', 'client'],
  ];
  for (const [title, container, kind, role] of cases) {
    it(`says ${role} for ${title}`, () => {
      assert.equal(say(container, kind).split(' ')[1], role);
    });
  }

  it('never takes an init container for a server', () => {
    const workload = workloadOf(
      'kind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { initContainers: [{ image: mysql:8 }, { image: mysql:8, restartPolicy: Always }] } } }',
    );
    const roles = workload.pod.containers.map((container) => recognise(container, workload, [])?.role);
    assert.deepEqual(roles, ['client', 'server']);
  });
});

describe('recognition where the image says nothing', () => {
  const cases: [title: string, container: string, name: string, said: string][] = [
    ['the server itself', '{ image: corp/x, command: [mysqld, --port=1] }', 'x', 'mysql server'],
    ['a handed-over server', '{ image: corp/x, command: [/boot.sh, redis-server] }', 'x', 'redis server'],
    [
      'port and mount',
      '{ image: corp/ledger-db, ports: [{ containerPort: 5432 }], volumeMounts: [{ name: a, mountPath: /var/lib/postgresql/data }] }',
      'x',
      'postgresql server',
    ],
    [
      'variable and mount',
      '{ image: corp/x, env: [{ name: MYSQL_ROOT_PASSWORD, value: a }], volumeMounts: [{ name: a, mountPath: /var/lib/mysql }] }',
      'x',
      'mysql server',
    ],
    [
      'variable and port',
      '{ image: "x@sha256:1", env: [{ name: MARIADB_ROOT_PASSWORD, value: a }], ports: [{ containerPort: 3306 }] }',
      'x',
      'mariadb server',
    ],
    [
      'image name and variable',
      '{ image: "corp/my-postgres:1", env: [{ name: POSTGRES_PASSWORD, value: a }] }',
      'x',
      'postgresql server',
    ],
    ['name and port', '{ name: redis, image: "\uE000", ports: [{ containerPort: 6379 }] }', 'x', 'redis server'],
    [
      'the workload’s name and port',
      '{ image: "\uE000", ports: [{ containerPort: 3306 }] }',
      'app-mariadb',
      'mariadb server',
    ],
    [
      'the image’s name before the container’s',
      '{ name: mysql, image: corp/galera-mariadb, ports: [{ containerPort: 3306 }] }',
      'x',
      'mariadb server',
    ],
    ['a port alone', '{ image: corp/x, ports: [{ containerPort: 5432 }] }', 'x', 'nothing'],
    ['a name alone', '{ name: mysql, image: corp/x }', 'mysql', 'nothing'],
    [
      'an application with the root password',
      '{ image: corp/shop, env: [{ name: MYSQL_ROOT_PASSWORD, value: a }] }',
      'shop',
      'nothing',
    ],
    [
      'an application beside its database',
      '{ image: corp/x, env: [{ name: POSTGRES_PASSWORD, value: a }, { name: POSTGRES_HOST, value: db }], ports: [{ containerPort: 8080 }] }',
      'postgres',
      'nothing',
    ],
    [
      'an application that says where its database is',
      '{ image: corp/postgres-tool, env: [{ name: POSTGRES_PASSWORD, value: a }, { name: DATABASE_URL, value: b }] }',
      'x',
      'nothing',
    ],
    ['a proxy', '{ name: mysql-proxy, image: corp/proxy, ports: [{ containerPort: 3306 }] }', 'mysql-proxy', 'nothing'],
    [
      'an application named after its database',
      '{ image: corp/spring-mysql, ports: [{ containerPort: 8080 }], env: [{ name: MYSQL_ROOT_PASSWORD, value: a }] }',
      'x',
      'nothing',
    ],
    [
      'a dump tool',
      '{ image: alpine, command: [sh, -c, "apk add mysql-client; mysqldump -h a x"] }',
      'x',
      'mysql backup',
    ],
    ['a line that does not run', '{ image: corp/x, args: ["pg_dump -u a > b"] }', 'x', 'postgresql backup'],
    ['a client', '{ image: corp/x, command: [mongosh, --eval, x] }', 'x', 'mongodb client'],
  ];
  for (const [title, container, name, said] of cases) {
    it(`says ${said} for ${title}`, () => {
      const words = say(container, 'Deployment', [], name).split(' ');
      assert.equal(words.slice(0, said === 'nothing' ? 1 : 2).join(' '), said);
      if (said !== 'nothing') assert.deepEqual([words[2], words[4]], ['custom', 'likely']);
    });
  }
});

describe('images of one’s own', () => {
  const own: OwnImage[] = [
    { image: 'registry.corp/db/*', engine: 'postgresql', version: '15' },
    { image: 'corp/maria', engine: 'mariadb' },
  ];

  it('are what .plinth.yaml says', () => {
    assert.equal(say('{ image: "registry.corp/db/ledger:4" }', 'StatefulSet', own), 'postgresql server own 15 certain');
    assert.equal(say('{ image: "corp/maria:11.4" }', 'StatefulSet', own), 'mariadb server own 11.4 certain');
  });

  it('do what their command says', () => {
    assert.match(say('{ image: corp/maria, command: [mariadb-dump] }', 'StatefulSet', own), /^mariadb backup/u);
  });

  it('are not others', () => {
    assert.equal(say('{ image: "corp/maria-tool:1" }', 'StatefulSet', own, 'x'), 'nothing');
  });
});
