import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { mongodb } from './index.ts';

const config = (text: string, key = 'mongod.conf') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  ${key}: |\n    ${text.replaceAll('\n', '\n    ')}`;
const configured = `
image: mongo:7.0
args: [--config, /etc/mongo/mongod.conf]
volumeMounts: [{ name: config, mountPath: /etc/mongo }]`;
const volumes = 'volumes: [{ name: config, configMap: { name: config } }]';

function directory(text: string) {
  const found = mongodb.dataDirectory(contextOf(text).context);
  return found && [found.path, found.certain];
}

function replication(text: string) {
  return mongodb.replication(contextOf(text).context).state;
}

describe('MongoDB images', () => {
  const cases: readonly (readonly [image: string, engine: string, variant: string, role: string, version?: string])[] =
    [
      ['mongo:7.0.14', 'mongodb', 'official', 'server', '7.0.14'],
      ['mongo', 'mongodb', 'official', 'server'],
      [
        'mongo@sha256:0123456789012345678901234567890123456789012345678901234567890123',
        'mongodb',
        'official',
        'server',
      ],
      ['registry.corp/mirror/mongo:6', 'mongodb', 'official', 'server', '6'],
      ['bitnami/mongodb:8.0.4-debian-12-r2', 'mongodb', 'bitnami', 'server', '8.0.4'],
      ['docker.io/bitnamilegacy/mongodb:5.0', 'mongodb', 'bitnami', 'server', '5.0'],
      ['bitnami/mongodb-sharded:8.0', 'mongodb', 'bitnami-sharded', 'server', '8.0'],
      ['mongodb/mongodb-community-server:7.0.5-ubuntu2204', 'mongodb', 'community', 'server', '7.0.5'],
      ['quay.io/mongodb/mongodb-enterprise-server:6.0.5', 'mongodb', 'enterprise', 'server', '6.0.5'],
      ['centos/mongodb-36-centos7', 'mongodb', 'sclorg', 'server', '3.6'],
      ['mongo-express:1.0.2', 'mongodb', 'admin', 'admin', '1.0.2'],
      ['percona/mongodb_exporter:0.40', 'mongodb', 'exporter', 'exporter', '0.40'],
      ['bitnami/mongodb-exporter:0.40', 'mongodb', 'exporter', 'exporter', '0.40'],
      ['cvallance/mongo-k8s-sidecar', 'mongodb', 'sidecar', 'operator'],
      ['mongodb/mongodb-kubernetes-operator:0.9.0', 'mongodb', 'operator', 'operator', '0.9.0'],
      ['percona/percona-backup-mongodb:2.4', 'mongodb', 'backup', 'backup', '2.4'],
    ];
  for (const [image, engine, variant, role, version] of cases) {
    it(`knows ${image}`, () => {
      const { recognition } = contextOf(setOf(`image: ${image}`));
      const { engine: found } = recognition;
      assert.deepEqual(
        [found.id, recognition.variant, recognition.role, recognition.version?.text],
        [engine, variant, role, version],
      );
    });
  }

  it('takes a mongos for a router, and a dump for a backup', () => {
    const role = (text: string) => contextOf(setOf(text)).recognition.role;
    assert.equal(role('image: mongo:7\ncommand: [mongos, --configdb, cfg/cfg-0:27019]'), 'pooler');
    assert.equal(role('image: mongo:7\ncommand: [sh, -c, "mongodump --host db --archive=/backup/dump"]'), 'backup');
    assert.equal(role('image: mongo:7\ncommand: [sh, -c, "exec mongod --replSet rs0"]'), 'server');
  });
});

describe('MongoDB data directory', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly [string, boolean] | undefined])[] = [
    ['the official default', setOf('image: mongo:7'), ['/data/db', true]],
    [
      'the default of a config server',
      setOf('image: mongo:7\nargs: [--configsvr, --replSet, cfg]'),
      ['/data/configdb', true],
    ],
    [
      '--dbpath of a config server',
      setOf('image: mongo:7\nargs: [--configsvr, --dbpath, /data/db]'),
      ['/data/db', true],
    ],
    ['--dbpath=', setOf('image: mongo:7\ncommand: [mongod, --dbpath=/srv/mongo/]'), ['/srv/mongo', true]],
    [
      '--dbpath in a script',
      setOf('image: mongo:7\ncommand: [sh, -c, "mongod --replSet rs0 --dbpath /d"]'),
      ['/d', true],
    ],
    [
      '--dbpath that only the pod knows',
      setOf('image: mongo:7\ncommand: [sh, -c, "mongod --dbpath $DATA"]'),
      undefined,
    ],
    ['bitnami', setOf('image: bitnami/mongodb:7.0'), ['/bitnami/mongodb/data/db', true]],
    [
      'a file in sight',
      setOf(configured, volumes, config('storage:\n  dbPath: /var/lib/mongo')),
      ['/var/lib/mongo', true],
    ],
    ['a file without dbPath', setOf(configured, volumes, config('net:\n  port: 27017')), ['/data/db', true]],
    ['an old file', setOf(configured, volumes, config('dbpath = /old\nport = 1234')), ['/old', true]],
    ['a file out of sight', setOf(configured, volumes), ['/data/db', false]],
    ['a file of the image', setOf('image: mongo:7\nargs: [-f, /etc/mongod.conf]'), ['/data/db', false]],
    ['a script out of sight', setOf('image: mongo:7\ncommand: [/scripts/start.sh]'), ['/data/db', false]],
    ["somebody's own image", setOf('image: someone/mongo:7'), ['/data/db', false]],
    ['a mirror', setOf('image: registry.corp/mirror/mongo:7'), ['/data/db', true]],
    ["a team's image", setOf('image: registry.corp/team/mongo:7'), ['/data/db', false]],
    ['an architecture', setOf('image: arm64v8/mongo:7'), ['/data/db', true]],
    [
      'a custom image with mongod called',
      setOf('image: acme/documents:1\ncommand: [mongod, --port, "27017"]'),
      ['/data/db', true],
    ],
  ];
  for (const [what, text, expected] of cases) {
    it(`follows ${what}`, () => assert.deepEqual(directory(text), expected));
  }

  it('mounts bitnami volumes above the directory', () => {
    const found = mongodb.dataDirectory(contextOf(setOf('image: bitnami/mongodb:7.0')).context);
    assert.deepEqual([found?.mountAt, found?.ownSubdirectory], ['/bitnami/mongodb', true]);
  });
});

describe('MongoDB settings', () => {
  it('let arguments beat the file, and point at the words that say so', () => {
    const text = setOf(
      configured.replace('mongod.conf]', 'mongod.conf, --port, "27018"]'),
      volumes,
      config('net:\n  port: 27117\nreplication:\n  replSetName: rs1'),
    );
    const { settings } = contextOf(text).context;
    const port = settings.get('net.port');
    const name = settings.get('replication.replSetName');
    assert.deepEqual([port?.value, port?.from], ['27018', 'argument']);
    assert.deepEqual([name?.value, name?.from], ['rs1', 'file']);
    assert.equal(name && textAt(name.source), 'replSetName: rs1');
  });

  it('are found in scripts with their span', () => {
    const { settings } = contextOf(
      setOf('image: mongo:7\ncommand: [sh, -c, "exec mongod --replSet rs0 --bind_ip_all"]'),
    ).context;
    const name = settings.get('replication.replSetName');
    assert.ok(name);
    assert.equal(name.value, 'rs0');
    assert.equal(textAt(name.source), '--replSet rs0');
    assert.equal(settings.get('net.bindIpAll')?.value, 'true');
  });

  it('give the ports of shards and config servers', () => {
    const port = (text: string) => mongodb.port(contextOf(setOf(text)).context);
    assert.equal(port('image: mongo:7'), 27017);
    assert.equal(port('image: mongo:7\nargs: [--shardsvr]'), 27018);
    assert.equal(port('image: mongo:7\nargs: [--configsvr]'), 27019);
    assert.equal(port('image: mongo:7\nargs: [--configsvr, --port, "27017"]'), 27017);
    assert.equal(port('image: mongo:7\ncommand: [sh, -c, "mongod --port $PORT"]'), undefined);
  });
});

describe('MongoDB replication', () => {
  const cases: readonly (readonly [what: string, text: string, state: string])[] = [
    ['--replSet', setOf('image: mongo:7\nargs: [--replSet, rs0]'), 'self'],
    ['nothing', setOf('image: mongo:7'), 'none'],
    ['nothing, with credentials from a Secret', setOf('image: mongo:7\nenvFrom: [{ secretRef: { name: s } }]'), 'none'],
    ['a script out of sight', setOf('image: mongo:7\ncommand: [/scripts/start.sh]'), 'unknown'],
    ['a file out of sight', setOf(configured, volumes), 'unknown'],
    ['a file without a set', setOf(configured, volumes, config('net:\n  port: 27017')), 'none'],
    ['replSetName in a file', setOf(configured, volumes, config('replication:\n  replSetName: rs0')), 'self'],
    ['bitnami without a mode', setOf('image: bitnami/mongodb:7.0'), 'none'],
    [
      'bitnami with variables out of sight',
      setOf('image: bitnami/mongodb:7.0\nenvFrom: [{ configMapRef: { name: c } }]'),
      'unknown',
    ],
    [
      'bitnami with a mode',
      setOf('image: bitnami/mongodb:7.0\nenv: [{ name: MONGODB_REPLICA_SET_MODE, value: primary }]'),
      'configured',
    ],
    [
      'a hook that initiates',
      setOf(
        'image: mongo:7\nargs: [--replSet, rs0]\nlifecycle: { postStart: { exec: { command: [mongosh, --eval, "rs.initiate()"] } } }',
      ),
      'configured',
    ],
    ['a password that only the pod knows', setOf('image: mongo:7\nargs: [--keyFile, $(KEY_FILE)]'), 'none'],
    ['arguments that only the pod knows', setOf('image: mongo:7\nargs: [$(ARGUMENTS)]'), 'unknown'],
    [
      'a script in sight that sets bitnami up',
      setOf(
        'image: bitnami/mongodb:7.0\ncommand: [bash, -c, "export MONGODB_REPLICA_SET_MODE=secondary; exec /run.sh"]',
      ),
      'configured',
    ],
    ['a custom image', setOf('image: acme/mongodb:1\nports: [{ containerPort: 27017 }]'), 'unknown'],
  ];
  for (const [what, text, state] of cases) {
    it(`is ${state} with ${what}`, () => assert.equal(replication(text), state));
  }

  it('sees the sidecar that puts the set together', () => {
    const text = `${setOf('image: mongo:3.6\ncommand: [mongod, --replSet, rs0]')}
        - name: sidecar
          image: cvallance/mongo-k8s-sidecar`;
    assert.equal(replication(text), 'configured');
  });
});

describe('MongoDB persistence', () => {
  const state = (text: string) => mongodb.persistence(contextOf(text).context).state;
  it('is on but for arbiters and the in-memory engine', () => {
    assert.equal(state(setOf('image: mongo:7')), 'on');
    assert.equal(state(setOf('image: mongo:7\nargs: [--storageEngine, inMemory]')), 'off');
    assert.equal(
      state(setOf('image: bitnami/mongodb:7\nenv: [{ name: MONGODB_REPLICA_SET_MODE, value: arbiter }]')),
      'off',
    );
    assert.equal(state(setOf('image: mongo:7').replace('name: db }', 'name: mongodb-arbiter }')), 'off');
  });
});

describe('MongoDB probes', () => {
  const command = (text: string, kind: 'readinessProbe' | 'livenessProbe' | 'startupProbe' = 'readinessProbe') => {
    const exec = mongodb[kind](contextOf(text).context)?.probe.exec as { command: string[] } | undefined;
    return exec?.command;
  };

  it('use the shell that the image holds, on the port that is configured', () => {
    assert.deepEqual(command(setOf('image: mongo:7.0\nargs: [--port, "27117"]'))?.slice(0, 5), [
      'mongosh',
      '--quiet',
      '--port',
      '27117',
      '--eval',
    ]);
    assert.deepEqual(command(setOf('image: mongo:4.4'))?.slice(0, 1), ['mongo']);
    assert.match(command(setOf('image: mongo:4.4'))?.at(-1) ?? '', /isMaster\(\)/u);
    assert.match(command(setOf('image: mongo'))?.at(-1) ?? '', /command -v mongosh/u);
  });

  it('are left out where TLS is required or the port is not known', () => {
    assert.equal(command(setOf('image: mongo:7\nargs: [--tlsMode, requireTLS]')), undefined);
    assert.equal(command(setOf('image: mongo:7\ncommand: [sh, -c, "mongod --port $PORT"]')), undefined);
  });

  it('give the journal ten minutes', () => {
    const { probe } = mongodb.startupProbe(contextOf(setOf('image: mongo:7')).context) ?? { probe: undefined };
    assert.equal(Number(probe?.periodSeconds) * Number(probe?.failureThreshold), 600);
  });
});
