import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { cassandra } from './index.ts';

const config = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  cassandra.yaml: |\n    ${text.replaceAll('\n', '\n    ')}`;
const volumes = 'volumes: [{ name: config, configMap: { name: config } }]';
const configured = `
image: cassandra:4.1
volumeMounts: [{ name: config, mountPath: /etc/cassandra/cassandra.yaml, subPath: cassandra.yaml }]`;
const seeded = 'env: [{ name: CASSANDRA_SEEDS, value: db-0.db }]';

function directory(text: string) {
  const found = cassandra.dataDirectory(contextOf(text).context);
  return found && [found.path, found.certain];
}

describe('Cassandra images', () => {
  const cases: readonly (readonly [image: string, variant: string, role: string, version?: string])[] = [
    ['cassandra:4.1.3', 'official', 'server', '4.1.3'],
    ['cassandra', 'official', 'server'],
    ['bitnami/cassandra:5.0.2-debian-12-r0', 'bitnami', 'server', '5.0.2'],
    ['bitnamilegacy/cassandra:4.0', 'bitnami', 'server', '4.0'],
    ['gcr.io/google-samples/cassandra:v13', 'sample', 'server', '3.11'],
    ['gcr.io/google-samples/cassandra:v14', 'sample', 'server'],
    ['k8ssandra/cass-management-api:4.0.11', 'k8ssandra', 'server', '4.0.11'],
    ['k8ssandra/cass-operator:v1.18.2', 'operator', 'operator', '1.18.2'],
    ['bitnami/cassandra-exporter:2.3.8', 'exporter', 'exporter', '2.3.8'],
    ['criteord/cassandra_exporter:2.0.2', 'exporter', 'exporter', '2.0.2'],
    ['thelastpickle/cassandra-reaper:3.5.0', 'admin', 'admin', '3.5.0'],
    ['k8ssandra/medusa:0.20', 'backup', 'backup', '0.20'],
  ];
  for (const [image, variant, role, version] of cases) {
    it(`knows ${image}`, () => {
      const { recognition } = contextOf(setOf(`image: ${image}`));
      assert.deepEqual(
        [recognition.engine.id, recognition.variant, recognition.role, recognition.version?.text],
        ['cassandra', variant, role, version],
      );
    });
  }

  it('takes cqlsh for a client', () => {
    const { recognition } = contextOf(setOf('image: cassandra:4\ncommand: [cqlsh, db, -f, /schema.cql]'));
    assert.equal(recognition.role, 'client');
  });
});

describe('Cassandra data directory', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly [string, boolean] | undefined])[] = [
    ['the official default', setOf('image: cassandra:4.1'), ['/var/lib/cassandra/data', true]],
    ['bitnami', setOf('image: bitnami/cassandra:5.0'), ['/bitnami/cassandra/data', true]],
    ['the sample up to v13', setOf('image: gcr.io/google-samples/cassandra:v13'), ['/cassandra_data/data', true]],
    [
      'the sample of an unpublished version',
      setOf('image: gcr.io/google-samples/cassandra:v14'),
      ['/cassandra_data/data', false],
    ],
    [
      'a file in sight',
      setOf(
        configured,
        volumes,
        config('data_file_directories:\n  - /srv/cassandra/data\ncommitlog_directory: /srv/cassandra/commitlog'),
      ),
      ['/srv/cassandra/data', true],
    ],
    [
      'a commit log elsewhere',
      setOf(configured, volumes, config('data_file_directories:\n  - /srv/data\ncommitlog_directory: /log')),
      ['/srv/data', true],
    ],
    [
      'a file that says nothing',
      setOf(configured, volumes, config('cluster_name: demo')),
      ['/var/lib/cassandra/data', true],
    ],
    ['a file out of sight', setOf(configured, volumes), ['/var/lib/cassandra/data', false]],
    [
      'a JVM option',
      setOf('image: cassandra:4.1\nenv: [{ name: JVM_EXTRA_OPTS, value: "-Xss1m -Dcassandra.storagedir=/store" }]'),
      ['/store', true],
    ],
    ['a script out of sight', setOf('image: cassandra:4.1\ncommand: [/run.sh]'), ['/var/lib/cassandra/data', false]],
  ];
  for (const [what, text, expected] of cases) it(`follows ${what}`, () => assert.deepEqual(directory(text), expected));

  it('mounts above data and commit log', () => {
    const mountAt = (text: string) => cassandra.dataDirectory(contextOf(text).context)?.mountAt;
    assert.equal(mountAt(setOf('image: bitnami/cassandra:5.0')), '/bitnami/cassandra');
    assert.equal(mountAt(setOf('image: cassandra:4.1')), '/var/lib/cassandra');
    const lines = 'data_file_directories:\n  - /srv/cassandra/data\ncommitlog_directory: /srv/cassandra/commitlog';
    assert.equal(mountAt(setOf(configured, volumes, config(lines))), '/srv/cassandra');
  });
});

describe('Cassandra commit log', () => {
  const log = (text: string) => cassandra.dataDirectory(contextOf(text).context)?.log;
  it('lies beside the data unless a file says otherwise', () => {
    assert.equal(log(setOf('image: cassandra:4.1')), '/var/lib/cassandra/commitlog');
    assert.equal(log(setOf('image: bitnami/cassandra:5.0')), undefined);
    assert.equal(log(setOf(configured, volumes, config('commitlog_directory: /log'))), '/log');
    assert.equal(log(setOf(configured, volumes, config('data_file_directories:\n  - /srv/data'))), undefined);
  });
});

describe('Cassandra replication', () => {
  const cases: readonly (readonly [what: string, text: string, state: string])[] = [
    ['seeds', setOf(`image: cassandra:4.1\n${seeded}`), 'self'],
    [
      'seeds that a Secret holds',
      setOf('image: cassandra:4.1\nenv: [{ name: CASSANDRA_SEEDS, valueFrom: { secretKeyRef: { name: s, key: k } } }]'),
      'self',
    ],
    ['no seeds', setOf('image: cassandra:4.1'), 'none'],
    ['itself as seed', setOf('image: cassandra:4.1\nenv: [{ name: CASSANDRA_SEEDS, value: 127.0.0.1 }]'), 'none'],
    ['variables out of sight', setOf('image: cassandra:4.1\nenvFrom: [{ configMapRef: { name: c } }]'), 'unknown'],
    [
      'a seed provider',
      setOf(
        'image: gcr.io/google-samples/cassandra:v13\nenv: [{ name: CASSANDRA_SEED_PROVIDER, value: io.k8s.cassandra.KubernetesSeedProvider }]',
      ),
      'self',
    ],
    [
      'seeds in a file',
      setOf(
        configured,
        volumes,
        config(
          'seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "db-0.db:7000"',
        ),
      ),
      'self',
    ],
    [
      'the default seeds in a file',
      setOf(
        configured,
        volumes,
        config(
          'seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "127.0.0.1:7000"',
        ),
      ),
      'none',
    ],
    ['a file out of sight', setOf(configured, volumes), 'unknown'],
    [
      'bitnami with a host',
      setOf('image: bitnami/cassandra:5.0\nenv: [{ name: CASSANDRA_PEERS, value: db-0.db }]'),
      'self',
    ],
  ];
  for (const [what, text, state] of cases) {
    it(`is ${state} with ${what}`, () => assert.equal(cassandra.replication(contextOf(text).context).state, state));
  }

  it('points at the seeds', () => {
    const { evidence } = cassandra.replication(contextOf(setOf(`image: cassandra:4.1\n${seeded}`)).context);
    assert.ok(evidence);
    assert.equal(textAt(evidence), 'db-0.db');
  });
});

describe('Cassandra probes and port', () => {
  it('ask for the own node only', () => {
    const { context } = contextOf(setOf('image: cassandra:4.1'));
    assert.match(JSON.stringify(cassandra.readinessProbe(context)?.probe), /\^UN \+\$\(hostname -i/u);
    assert.doesNotMatch(JSON.stringify(cassandra.livenessProbe(context)?.probe), /status/u);
    const startup = cassandra.startupProbe(context)?.probe;
    assert.equal(Number(startup?.periodSeconds) * Number(startup?.failureThreshold), cassandra.recoverySeconds.value);
  });

  it('follow the configuration', () => {
    assert.equal(cassandra.port(contextOf(setOf('image: cassandra:4.1')).context), 9042);
    assert.equal(
      cassandra.port(contextOf(setOf(configured, volumes, config('native_transport_port: 9043'))).context),
      9043,
    );
  });
});
