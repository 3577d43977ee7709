import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { exampleTexts } from '../../test/support/texts.ts';
import { redis } from './index.ts';

const config = (text: string, key = 'redis.conf') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  ${key}: |\n    ${text.replaceAll('\n', '\n    ')}`;
const volumes = 'volumes: [{ name: config, configMap: { name: config } }]';
const configured = `
image: redis:7.2
command: [redis-server, /conf/redis.conf]
volumeMounts: [{ name: config, mountPath: /conf }]`;
const claimed = (args: string, image = 'redis:7') => `
image: ${image}
args: ${args}
volumeMounts: [{ name: data, mountPath: /data }]`;
const claim = 'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]';

function directory(text: string) {
  const found = redis.dataDirectory(contextOf(text).context);
  return found && [found.path, found.certain];
}

const persistence = (text: string) => redis.persistence(contextOf(text).context).state;
const replication = (text: string) => redis.replication(contextOf(text).context).state;

describe('Redis images', () => {
  const cases: readonly (readonly [image: string, variant: string, role: string, version?: string])[] = [
    ['redis:7.2.4-alpine', 'official', 'server', '7.2.4'],
    ['redis', 'official', 'server'],
    ['registry.k8s.io/redis:e2e', 'official', 'server'],
    ['bitnami/redis:7.4.1-debian-12-r0', 'bitnami', 'server', '7.4.1'],
    ['bitnamilegacy/redis-cluster:7.2', 'bitnami-cluster', 'server', '7.2'],
    ['bitnami/redis-sentinel:7.2', 'sentinel', 'arbiter', '7.2'],
    ['redis/redis-stack-server:7.2.0-v9', 'stack', 'server', '7.2.0'],
    ['redislabs/rejson:2.0.8', 'modules', 'server'],
    ['gcr.io/google_containers/redis:v1', 'sample', 'server'],
    ['kubernetes/redis:v1', 'sample', 'server'],
    ['gcr.io/google_samples/gb-redisslave:v3', 'guestbook-replica', 'server'],
    ['registry.redhat.io/rhel8/redis-6', 'sclorg', 'server', '6'],
    ['centos/redis-32-centos7', 'sclorg', 'server', '3.2'],
    ['oliver006/redis_exporter:v1.55.0', 'exporter', 'exporter', '1.55.0'],
    ['rediscommander/redis-commander:latest', 'admin', 'admin'],
    ['redis/redisinsight:2.50', 'admin', 'admin', '2.50'],
    ['quay.io/opstree/redis-operator:v0.15', 'operator', 'operator', '0.15'],
  ];
  for (const [image, variant, role, version] of cases) {
    it(`knows ${image}`, () => {
      const { recognition } = contextOf(setOf(`image: ${image}`));
      assert.deepEqual(
        [recognition.engine.id, recognition.variant, recognition.role, recognition.version?.text],
        ['redis', variant, role, version],
      );
    });
  }

  it('takes sentinels for arbiters and redis-cli for a client', () => {
    const role = (text: string) => contextOf(setOf(text)).recognition.role;
    assert.equal(role('image: redis:7\ncommand: [redis-sentinel, /etc/sentinel.conf]'), 'arbiter');
    assert.equal(role('image: redis:7\ncommand: [redis-server, /etc/sentinel.conf, --sentinel]'), 'arbiter');
    assert.equal(role('image: redis:7\ncommand: [sh, -c, "redis-cli -h redis ping"]'), 'client');
    assert.equal(role('image: redis:7\nargs: [--appendonly, "yes"]'), 'server');
  });
});

/** A configuration that an init container copies to where the server reads it. */
const copied = (text: string) =>
  setOf(
    'image: redis:7\ncommand: [redis-server, /etc/redis/redis.conf]\nvolumeMounts: [{ name: etc, mountPath: /etc/redis }]',
    `volumes: [{ name: etc, emptyDir: {} }, { name: config, configMap: { name: config } }]
initContainers:
  - name: copy
    image: redis:7
    command: [sh, -c, "cp /tmp/redis/redis.conf /etc/redis/redis.conf"]
    volumeMounts: [{ name: config, mountPath: /tmp/redis }, { name: etc, mountPath: /etc/redis }]`,
    config(text),
  );

describe('Redis data directory', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly [string, boolean] | undefined])[] = [
    ['the official default', setOf('image: redis:7'), ['/data', true]],
    [
      '--dir',
      setOf('image: redis:7\ncommand: [redis-server]\nargs: [--dir, /tmp, --appendonly, "yes"]'),
      ['/tmp', true],
    ],
    ['dir in a file', setOf(configured, volumes, config('dir /srv/redis/\nsave 60 1')), ['/srv/redis', true]],
    ['a relative dir', setOf(configured, volumes, config('dir ./')), ['/data', true]],
    ['a file that says nothing', setOf(configured, volumes, config('port 6380')), ['/data', true]],
    ['a file out of sight', setOf(configured, volumes), ['/data', false]],
    ['workingDir', setOf('image: redis:7\nworkingDir: /var/redis'), ['/var/redis', true]],
    ['bitnami', setOf('image: bitnami/redis:7.2'), ['/bitnami/redis/data', true]],
    [
      'bitnami with REDIS_DATA_DIR',
      setOf('image: bitnami/redis:7.2\nenv: [{ name: REDIS_DATA_DIR, value: /store }]'),
      ['/store', true],
    ],
    [
      'a directory that only the pod knows',
      setOf('image: redis:7\ncommand: [sh, -c, "redis-server --dir $DIR"]'),
      undefined,
    ],
    [
      'a file as the only argument',
      setOf(
        configured.replace('command: [redis-server, /conf/redis.conf]', 'args: [/conf/redis.conf]'),
        volumes,
        config('dir /a'),
      ),
      ['/a', true],
    ],
    [
      'a password beside it',
      setOf('image: redis:7\ncommand: [redis-server]\nargs: [--requirepass, $(PW)]'),
      ['/data', true],
    ],
    ['a script that is handed the server', setOf('image: redis:7\ncommand: [/x.sh, redis-server]'), ['/data', false]],
    [
      'the files of bitnami charts',
      setOf(
        'image: bitnami/redis:7.2\nvolumeMounts: [{ name: config, mountPath: /opt/bitnami/redis/mounted-etc }]',
        volumes,
        config('dir /data', 'master.conf'),
      ),
      ['/data', true],
    ],
    ['an unknown image', setOf('image: acme/redis-fork:1\ncommand: [redis-server]'), ['/data', false]],
  ];
  for (const [what, text, expected] of cases) it(`follows ${what}`, () => assert.deepEqual(directory(text), expected));

  it('believes a copied file only half', () => {
    assert.deepEqual(directory(copied('dir /srv')), ['/srv', false]);
  });
});

describe('Redis persistence', () => {
  const cases: readonly (readonly [what: string, text: string, state: string])[] = [
    ['no configuration', setOf('image: redis:7'), 'on'],
    ['appendonly yes', setOf('image: redis:7\nargs: [--appendonly, "yes", --save, ""]'), 'on'],
    ['save "" and no append only file', setOf('image: redis:7\nargs: [--save, "", --appendonly, "no"]'), 'off'],
    [
      'options in one word, one of them a password',
      setOf('image: redis:7\nargs: [--save "", "--appendonly no", --requirepass $(PW)]'),
      'off',
    ],
    ['the append only file in one word', setOf('image: redis:7\nargs: ["--maxmemory 1gb", "--appendonly yes"]'), 'on'],
    ['save "" alone', setOf('image: redis:7\nargs: [--save, ""]'), 'off'],
    ['save "" and a claim', setOf(claimed('[--save, ""]'), claim), 'unknown'],
    ['appendonly no alone', setOf('image: redis:7\nargs: [--appendonly, "no"]'), 'on'],
    ['appendonly no alone before 6.2', setOf('image: redis:6.0\nargs: [--appendonly, "no"]'), 'unknown'],
    ['a file without save', setOf(configured, volumes, config('maxmemory 1gb')), 'on'],
    ['a file with save ""', setOf(configured, volumes, config('save ""\nappendonly no')), 'off'],
    ['a file with save lines', setOf(configured, volumes, config('save 900 1\nsave 300 10')), 'on'],
    ['a file out of sight', setOf(configured, volumes), 'unknown'],
    ['a copied file with save ""', copied('save ""'), 'off'],
    ['a copied file that says nothing', copied('maxmemory 1gb'), 'on'],
    [
      'allkeys-lru and no claim',
      setOf('image: redis:7\nargs: [--maxmemory, 100mb, --maxmemory-policy, allkeys-lru]'),
      'off',
    ],
    ['allkeys-lru and a claim', setOf(claimed('[--maxmemory-policy, allkeys-lfu]'), claim), 'unknown'],
    ['volatile-lru', setOf('image: redis:7\nargs: [--maxmemory-policy, volatile-lru]'), 'on'],
    ['bitnami', setOf('image: bitnami/redis:7.2'), 'on'],
    [
      'a stack with REDIS_ARGS',
      setOf(
        `image: redis/redis-stack-server:7.2.0-v9\nenv: [{ name: REDIS_ARGS, value: '--save "" --appendonly no' }]`,
      ),
      'off',
    ],
    [
      'bitnami with both switched off',
      setOf(
        'image: bitnami/redis:7.2\nenv: [{ name: REDIS_AOF_ENABLED, value: "no" }, { name: REDIS_RDB_POLICY_DISABLED, value: "yes" }]',
      ),
      'off',
    ],
  ];
  for (const [what, text, state] of cases) it(`is ${state} with ${what}`, () => assert.equal(persistence(text), state));
});

describe('Redis settings', () => {
  it('join save lines and let arguments beat the file', () => {
    const text = setOf(
      configured.replace('redis.conf]', 'redis.conf, --appendonly, "no"]'),
      volumes,
      config('save 900 1\nsave 300 10\nappendonly yes'),
    );
    const { settings } = contextOf(text).context;
    assert.equal(settings.get('save')?.value, '900 1 300 10');
    assert.equal(settings.get('appendonly')?.value, 'no');
  });

  it('are read from the variables of flags', () => {
    const env = 'env: [{ name: REDIS_EXTRA_FLAGS, value: --maxmemory-policy allkeys-lru --maxmemory 1gb }]';
    const policy = contextOf(setOf(`image: bitnami/redis:7.2\n${env}`)).context.settings.get('maxmemory-policy');
    assert.ok(policy);
    assert.equal(textAt(policy.source), '--maxmemory-policy allkeys-lru');
  });

  it('point at the line of the file', () => {
    const { settings } = contextOf(setOf(configured, volumes, config('port 6380\nslaveof redis-0.redis 6379'))).context;
    const primary = settings.get('replicaof');
    assert.ok(primary);
    assert.equal(primary.value, 'redis-0.redis 6379');
    assert.equal(textAt(primary.source), 'slaveof redis-0.redis 6379');
  });

  it('give the port', () => {
    const port = (text: string) => redis.port(contextOf(text).context);
    assert.equal(port(setOf('image: redis:7')), 6379);
    assert.equal(port(setOf(configured, volumes, config('port 6380'))), 6380);
    assert.equal(port(setOf('image: redis:7\nargs: [--port, "0", --tls-port, "6390"]')), 6390);
    assert.equal(port(setOf('image: bitnami/redis:7\nenv: [{ name: REDIS_PORT_NUMBER, value: "7000" }]')), 7000);
  });
});

describe('Redis replication', () => {
  const cases: readonly (readonly [what: string, text: string, state: string])[] = [
    ['nothing', setOf('image: redis:7'), 'none'],
    ['arguments of another kind', setOf('image: redis:7\nargs: [--replica-read-only, "yes"]'), 'none'],
    [
      'cluster-enabled',
      setOf(configured, volumes, config('cluster-enabled yes\ncluster-config-file nodes.conf')),
      'configured',
    ],
    ['replicaof', setOf('image: redis:7\nargs: [--replicaof, redis-0.redis, "6379"]'), 'configured'],
    ['a file out of sight', setOf(configured, volumes), 'unknown'],
    ['a comment about replicaof', setOf(configured, volumes, config('# replicaof 10.0.0.1 6379\nport 6379')), 'none'],
    [
      'a script that decides',
      setOf(
        'image: redis:7\ncommand: [sh, -c, "[ $HOSTNAME = db-0 ] || exec redis-server --slaveof db-0.db 6379; exec redis-server"]',
      ),
      'configured',
    ],
    ['a script out of sight', setOf('image: redis:7\ncommand: [/start.sh]'), 'unknown'],
    ['bitnami', setOf('image: bitnami/redis:7.2'), 'none'],
    [
      'three masters',
      setOf('image: bitnami/redis:7.2\nenv: [{ name: REDIS_REPLICATION_MODE, value: master }]'),
      'none',
    ],
    [
      'bitnami replicas',
      setOf('image: bitnami/redis:7.2\nenv: [{ name: REDIS_REPLICATION_MODE, value: replica }]'),
      'configured',
    ],
    ['the cluster image', setOf('image: bitnami/redis-cluster:7.2'), 'configured'],
    ["somebody's own image", setOf('image: someone/redis:7'), 'unknown'],
    ['the sample image', setOf('image: kubernetes/redis:v1'), 'unknown'],
  ];
  for (const [what, text, state] of cases) it(`is ${state} with ${what}`, () => assert.equal(replication(text), state));

  it('knows a Sentinel beside it, and is not sure of a stranger', () => {
    const beside = (image: string) => `${setOf('image: redis:7')}\n        - name: other\n          image: ${image}`;
    assert.equal(replication(beside('bitnami/redis-sentinel:7.2')), 'configured');
    assert.equal(replication(beside('oliver006/redis_exporter:v1.55.0')), 'none');
    assert.equal(replication(beside('acme/ha-agent:1')), 'unknown');
  });

  it('knows a Sentinel that a mounted script starts', () => {
    const files = ['database.yaml', 'scripts.yaml'].map((file) => `topologies/redis/${file}`);
    const texts = exampleTexts().filter(({ name }) => files.includes(name.replaceAll('\\', '/')));
    const { context } = contextOf(texts.map(({ text }) => text).join('\n---\n'));
    assert.equal(redis.replication(context).method, 'sentinel');
  });
});

describe('Redis probes', () => {
  const script = (text: string, kind: 'readinessProbe' | 'livenessProbe' = 'readinessProbe') => {
    const exec = redis[kind](contextOf(text).context)?.probe.exec as { command: string[] } | undefined;
    return exec?.command.at(-1);
  };

  it('read the reply, not the exit code', () => {
    assert.equal(
      script(setOf('image: redis:7')),
      'case "$(redis-cli -h 127.0.0.1 -p 6379 ping 2>&1)" in *PONG*) exit 0;; esac; exit 1',
    );
    assert.match(script(setOf('image: redis:7'), 'livenessProbe') ?? '', /\*PONG\*\|\*LOADING\*\|\*MASTERDOWN\*/u);
  });

  it('take the password from its variable and never print it', () => {
    const env = 'env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: s, key: p } } }]';
    const text = setOf(`image: redis:7\nargs: [--requirepass, $(PASSWORD)]\n${env}`);
    assert.match(script(text) ?? '', /REDISCLI_AUTH="\$PASSWORD" redis-cli/u);
    const literal = script(setOf('image: redis:7\nargs: [--requirepass, hunter2]')) ?? '';
    assert.doesNotMatch(literal, /hunter2/u);
    assert.match(literal, /\*NOAUTH\*/u);
  });

  it('are left out where only TLS is open', () => {
    assert.equal(script(setOf('image: redis:7\nargs: [--port, "0", --tls-port, "6379"]')), undefined);
  });
});
