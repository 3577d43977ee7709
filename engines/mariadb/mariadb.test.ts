import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { mariadb } from './index.ts';

const configMap = (text: string) =>
  `kind: ConfigMap\nmetadata: { name: config }\ndata:\n  my.cnf: |\n    ${text.replaceAll('\n', '\n    ')}`;

const mounted = 'volumeMounts: [{ name: config, mountPath: /etc/mysql/conf.d }]';
const volume = 'volumes: [{ name: config, configMap: { name: config } }]';

describe('MariaDB: data directory', () => {
  const cases: [container: string, directory: string][] = [
    ['image: mariadb:10.6', '/var/lib/mysql in /var/lib/mysql'],
    ['image: bitnami/mariadb:11', '/bitnami/mariadb/data in /bitnami/mariadb'],
    ['image: bitnami/mariadb-galera:11', '/bitnami/mariadb/data in /bitnami/mariadb'],
    ['image: rhel8/mariadb-103', '/var/lib/mysql/data in /var/lib/mysql/data'],
    ['image: linuxserver/mariadb:10', '/config/databases in /config'],
    ['image: mariadb:11\ncommand: [mariadbd, --datadir=/x]', '/x in /x'],
  ];
  for (const [container, expected] of cases) {
    it(`is ${expected} for ${container.replaceAll('\n', ', ')}`, () => {
      const found = mariadb.dataDirectory(contextOf(setOf(container)).context);
      assert.equal(found && `${found.path} in ${found.mountAt}${found.certain ? '' : ' perhaps'}`, expected);
    });
  }
});

describe('MariaDB: replication', () => {
  const cases: [container: string, said: string][] = [
    ['image: mariadb:10.6', 'none'],
    ['image: mariadb:10.6\nenvFrom: [{ secretRef: { name: a } }]', 'none'],
    ['image: mariadb:10.6\nenvFrom: [{ configMapRef: { name: unseen } }]', 'unknown'],
    ['image: mariadb:10.6\nenv: [{ name: MARIADB_MASTER_HOST, value: a }]', 'configured source-replica'],
    [
      'image: bitnami/mariadb:10.6\nenv: [{ name: MARIADB_REPLICATION_MODE, value: slave }]',
      'configured source-replica',
    ],
    ['image: bitnami/mariadb-galera:11', 'configured galera'],
    ['image: mariadb:10.6\nargs: [--wsrep-on=ON, "--wsrep-cluster-address=gcomm://a"]', 'configured galera'],
    ['image: mariadb:10.6\nargs: [--wsrep-on=OFF]', 'none'],
  ];
  for (const [container, said] of cases) {
    it(`is ${said} for ${container.replaceAll('\n', ', ')}`, () => {
      const { state, method } = mariadb.replication(contextOf(setOf(container)).context);
      assert.equal([state, method].filter(Boolean).join(' '), said);
    });
  }

  it('is read from the sections that MariaDB reads', () => {
    const state = (text: string) =>
      mariadb.replication(contextOf(setOf(`image: mariadb:10.6\n${mounted}`, volume, configMap(text))).context).state;
    assert.equal(state('[galera]\nwsrep_on = ON'), 'configured');
    assert.equal(state('[mariadb]\nmax_connections = 10'), 'none');
  });
});

describe('MariaDB: probes', () => {
  const cases: [image: string, command: string][] = [
    ['mariadb:10.6', 'healthcheck.sh --connect --innodb_initialized'],
    ['mariadb:10.11.6', 'healthcheck.sh --connect --innodb_initialized'],
    ['mariadb:11.4', 'healthcheck.sh --connect --innodb_initialized'],
    ['mariadb', 'healthcheck.sh --connect --innodb_initialized'],
    ['mariadb:10.6.5', 'mariadb-admin ping --skip-ssl -h 127.0.0.1 -P 3306'],
    ['mariadb:10.3', 'mysqladmin ping --skip-ssl -h 127.0.0.1 -P 3306'],
    ['bitnami/mariadb:11.4', 'mariadb-admin ping --skip-ssl -h 127.0.0.1 -P 3306'],
    [
      'mariadb@sha256:abc',
      'sh -c exec $(command -v mariadb-admin || command -v mysqladmin) ping --skip-ssl -h 127.0.0.1 -P 3306',
    ],
  ];
  for (const [image, command] of cases) {
    it(`ask ${image} by ${command}`, () => {
      const advice = mariadb.readinessProbe(contextOf(setOf(`image: ${image}`)).context);
      assert.equal((advice?.probe['exec'] as { command: string[] }).command.join(' '), command);
    });
  }

  it('never print a password', () => {
    const { context } = contextOf(setOf('image: mariadb:11\nenv: [{ name: MARIADB_ROOT_PASSWORD, value: secret }]'));
    const probes = [mariadb.readinessProbe(context), mariadb.livenessProbe(context), mariadb.startupProbe(context)];
    assert.ok(!JSON.stringify(probes).includes('secret'));
  });
});
