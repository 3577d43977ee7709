import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { mysql } from './index.ts';

const configMap = (key: string, text: string) =>
  `kind: ConfigMap\nmetadata: { name: config }\ndata:\n  ${key}: |\n    ${text.replaceAll('\n', '\n    ')}`;

const mounted = 'volumeMounts: [{ name: config, mountPath: /etc/mysql/conf.d }]';
const volume = 'volumes: [{ name: config, configMap: { name: config } }]';

describe('MySQL: data directory', () => {
  const cases: [container: string, directory: string | undefined][] = [
    ['image: mysql:8', '/var/lib/mysql in /var/lib/mysql'],
    ['image: mysql', '/var/lib/mysql in /var/lib/mysql'],
    ['image: mysql/mysql-server:8.0', '/var/lib/mysql in /var/lib/mysql'],
    ['image: bitnami/mysql:8', '/bitnami/mysql/data in /bitnami/mysql'],
    ['image: rhel8/mysql-80', '/var/lib/mysql/data in /var/lib/mysql/data'],
    ['image: someone/mysql:8', '/var/lib/mysql in /var/lib/mysql perhaps'],
    ['image: mysql:8\nargs: [--datadir=/x/]', '/x in /x'],
    ['image: mysql:8\nargs: [--datadir, /var/lib/mysql/data]', '/var/lib/mysql/data in /var/lib/mysql'],
    ['image: mysql:8\ncommand: [bash, -c, "exec docker-entrypoint.sh mysqld --datadir=/x"]', '/x in /x'],
    ['image: mysql:8\nargs: [--datadir=$(WHERE)]', undefined],
    ['image: mysql:8\nargs: [--defaults-file=/unseen.cnf]', '/var/lib/mysql in /var/lib/mysql perhaps'],
    ['image: mysql:8\ncommand: [/start.sh]', '/var/lib/mysql in /var/lib/mysql perhaps'],
    ['image: mysql:8\nargs: ["\uE000"]', '/var/lib/mysql in /var/lib/mysql perhaps'],
    ['image: mysql:8\nenvFrom: [{ secretRef: { name: a } }]', '/var/lib/mysql in /var/lib/mysql'],
    [`image: mysql:8\n${mounted}`, '/var/lib/mysql in /var/lib/mysql perhaps'],
    ['image: mysql:8\nenv: [{ name: MYSQL_DATA_DIR, value: /x }]', '/var/lib/mysql in /var/lib/mysql'],
    ['image: bitnami/mysql:8\nenv: [{ name: MYSQL_DATA_DIR, value: /x }]', '/x in /x'],
  ];
  for (const [container, expected] of cases) {
    it(`is ${expected ?? 'unknown'} for ${container.replaceAll('\n', ', ')}`, () => {
      const found = mysql.dataDirectory(contextOf(setOf(container, volume)).context);
      assert.equal(found && `${found.path} in ${found.mountAt}${found.certain ? '' : ' perhaps'}`, expected);
    });
  }

  it('is what an option file says, and arguments beat it', () => {
    const file = configMap('my.cnf', '[client]\nport = 1\n[mysqld]\ndatadir = /srv/mysql # here\nport=3310');
    const { context } = contextOf(setOf(`image: mysql:8\n${mounted}`, volume, file));
    const found = mysql.dataDirectory(context);
    assert.equal(found?.path, '/srv/mysql');
    assert.equal(found.certain, true);
    assert.equal(found.source && textAt(found.source), 'datadir = /srv/mysql');
    assert.equal(mysql.port(context), 3310);
    const beaten = contextOf(setOf(`image: mysql:8\nargs: [--datadir=/x]\n${mounted}`, volume, file)).context;
    assert.equal(mysql.dataDirectory(beaten)?.path, '/x');
  });

  it('may be moved by an init container that cannot be read', () => {
    const rest = (script: string) => `
volumes: [{ name: config, emptyDir: {} }]
initContainers: [{ name: i, image: "mysql:8", command: ${script}, volumeMounts: [{ name: config, mountPath: /mnt/conf }] }]`;
    const certain = (script: string) =>
      mysql.dataDirectory(contextOf(setOf(`image: mysql:8\n${mounted}`, rest(script))).context)?.certain;
    assert.equal(certain('[bash, -c, "[[ `hostname` =~ -([0-9]+)$ ]] && echo server-id=1 > /mnt/conf/a.cnf"]'), true);
    assert.equal(certain('[bash, -c, "echo datadir=/x > /mnt/conf/a.cnf"]'), false);
    assert.equal(certain('[bash, /scripts/a.sh]'), false);
  });
});

describe('MySQL: settings', () => {
  it('bear underscores, and skip- is off', () => {
    const { context } = contextOf(
      setOf('image: mysql:8\nargs: [--skip-log-bin, --innodb-buffer-pool-size=1G, --skip-name-resolve, --loose-a-b=1]'),
    );
    assert.deepEqual(
      [...context.settings.values()].map(({ name, value }) => `${name}=${value}`),
      ['log_bin=OFF', 'innodb_buffer_pool_size=1G', 'skip_name_resolve=ON', 'a_b=1'],
    );
  });
});

describe('MySQL: replication', () => {
  const cases: [container: string, rest: string, said: string][] = [
    ['image: mysql:8', '', 'none'],
    ['image: mysql:8\nargs: [--server-id=1]', '', 'none'],
    ['image: mysql:8\nenvFrom: [{ secretRef: { name: a } }]', '', 'none'],
    ['image: mysql:8\nenv: [{ name: MYSQL_REPLICATION_MODE, value: master }]', '', 'none'],
    ['image: mysql:8', 'initContainers: [{ image: busybox, command: [rm, -rf, /var/lib/mysql/lost+found] }]', 'none'],
    ['image: bitnami/mysql:8\nenv: [{ name: MYSQL_REPLICATION_MODE, value: master }]', '', 'configured source-replica'],
    ['image: mysql:8\nargs: [--plugin-load-add=group_replication.so]', '', 'configured group-replication'],
    ['image: mysql:8\nargs: [--plugin-load-add=auth.so]', '', 'none'],
    ['image: mysql:8\nargs: [--relay-log=a]', '', 'unknown'],
    [
      'image: mysql:8\ncommand: [bash, -c, "mysql -e \\"CHANGE MASTER TO MASTER_HOST=1\\"; exec mysqld"]',
      '',
      'configured source-replica',
    ],
    [`image: mysql:8\n${mounted}`, volume, 'unknown'],
    ['image: mysql:8\ncommand: [/start.sh]', '', 'unknown'],
    ['image: someone/mysql:8', '', 'unknown'],
  ];
  for (const [container, rest, said] of cases) {
    it(`is ${said} for ${container.replaceAll('\n', ', ')} ${rest}`, () => {
      const { state, method } = mysql.replication(contextOf(setOf(container, rest)).context);
      assert.equal([state, method].filter(Boolean).join(' '), said);
    });
  }

  it('is read from option files', () => {
    const state = (text: string) =>
      mysql.replication(contextOf(setOf(`image: mysql:8\n${mounted}`, volume, configMap('a.cnf', text))).context).state;
    assert.equal(state('[mysqld]\ngroup_replication_group_name = a'), 'configured');
    assert.equal(state('[mysqld]\nmax_connections = 10'), 'none');
    assert.equal(state('[mysqld]\nsuper-read-only'), 'unknown');
  });
});

describe('MySQL: probes', () => {
  it('ping over TCP without a password', () => {
    const { context } = contextOf(
      setOf('image: mysql:8\nargs: [--port=3307]\nenv: [{ name: MYSQL_ROOT_PASSWORD, value: secret }]'),
    );
    for (const advice of [mysql.readinessProbe(context), mysql.livenessProbe(context), mysql.startupProbe(context)]) {
      assert.deepEqual(advice?.probe['exec'], { command: ['mysqladmin', 'ping', '-h', '127.0.0.1', '-P', '3307'] });
    }
  });
});
