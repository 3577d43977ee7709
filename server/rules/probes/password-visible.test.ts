import { describeRule } from '../../../test/support/rule-cases.ts';
import { passwordVisible } from './password-visible.ts';

const PROBED = (image: string, probe: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: db
          image: ${image}
          env:
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
          readinessProbe:
${probe.replaceAll(/^/gmu, '            ')}
            timeoutSeconds: 5
`;

describeRule(passwordVisible, {
  fires: [
    {
      name: 'MySQL: -p with a variable, in a shell',
      text: PROBED(
        'mysql:8.4',
        `exec:
  command:
    - bash
    - -c
    - |
      # one row is enough
      exec timeout 3 mysql -h127.0.0.1 -uroot ⟦-p"\${PASSWORD}"⟧ -e 'SELECT 1'`,
      ),
      severity: 'warning',
      message: /hands a password to mysql on its command line/u,
      fixed: {
        title: /^Hand the password to mysql in MYSQL_PWD$/u,
        text: PROBED(
          'mysql:8.4',
          `exec:
  command:
    - bash
    - -c
    - |
      # one row is enough
      MYSQL_PWD="$PASSWORD" exec timeout 3 mysql -h127.0.0.1 -uroot -e 'SELECT 1'`,
        ),
      },
    },
    {
      name: 'MariaDB: -p with a variable that may be empty',
      text: PROBED(
        'mariadb:11.4',
        `exec:
  command: [bash, -ec, 'mariadb-admin ping -uroot ⟦-p"\${PASSWORD:-}"⟧']`,
      ),
      fixed: {
        title: /^Hand the password to mariadb-admin in MYSQL_PWD$/u,
        text: PROBED(
          'mariadb:11.4',
          `exec:
  command: [bash, -ec, 'MYSQL_PWD="\${PASSWORD:-}" mariadb-admin ping -uroot']`,
        ),
      },
    },
    {
      name: 'Redis: -a as the last words of a substitution',
      text: PROBED(
        'redis:7.4',
        `exec:
  command: [sh, -c, '[ "$(redis-cli ping -a ⟦$PASSWORD⟧)" = PONG ]']`,
      ),
      fixed: {
        title: /^Hand the password to redis-cli in REDISCLI_AUTH$/u,
        text: PROBED(
          'redis:7.4',
          `exec:
  command: [sh, -c, '[ "$(REDISCLI_AUTH="$PASSWORD" redis-cli ping)" = PONG ]']`,
        ),
      },
    },
    {
      name: 'a literal without a shell: only another question helps',
      text: PROBED(
        'mariadb:11.4',
        `exec:
  command:
    - mariadb-admin
    - ping
    - ⟦--password=hunter2⟧`,
      ),
      message: /^(?!.*hunter2)/u,
      fixed: {
        title: /^Use MariaDB's own check/u,
        text: PROBED(
          'mariadb:11.4',
          `exec:
  command:
    - healthcheck.sh
    - --connect
    - --innodb_initialized`,
        ),
      },
    },
    {
      name: 'a password in a URL',
      text: PROBED(
        'postgres:16.4',
        `exec: { command: [psql, ⟦'postgresql://app:hunter2@127.0.0.1/app'⟧, -c, 'select 1'] }`,
      ),
      message: /^(?!.*hunter2)/u,
    },
    {
      name: 'a script of a ConfigMap that two probes start is told of once',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: valkey
          image: valkey/valkey:8.1
          livenessProbe: { exec: { command: [sh, -c, /probes/ping.sh] }, timeoutSeconds: 5 }
          readinessProbe: { exec: { command: [sh, -c, /probes/ping.sh] }, timeoutSeconds: 5 }
          volumeMounts: [{ name: probes, mountPath: /probes }]
      volumes: [{ name: probes, configMap: { name: probes, defaultMode: 0755 } }]
`,
      files: {
        'probes.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: probes
data:
  ping.sh: |
    #!/bin/sh
    valkey-cli --pass ⟦"$PASSWORD"⟧ ping | grep -q PONG
`,
      },
    },
  ],
  silent: [
    {
      name: 'the variable that the client reads',
      text: PROBED('mysql:8.4', `exec: { command: [sh, -c, 'MYSQL_PWD="$PASSWORD" mysql -uroot -e "SELECT 1"'] }`),
    },
    {
      name: 'another option that is called -p: a port',
      text: PROBED('postgres:16.4', `exec: { command: [pg_isready, -U, postgres, -p, '5432'] }`),
    },
    {
      name: 'a port of redis-cli, and -p that asks',
      text: PROBED('redis:7.4', `exec: { command: [sh, -c, 'redis-cli -p 6379 ping'] }`),
    },
    {
      name: 'a login without a password',
      text: PROBED(
        'docker.elastic.co/elasticsearch/elasticsearch:8.15.0',
        `exec: { command: [sh, -c, 'curl -sf -u elastic http://127.0.0.1:9200/ --netrc'] }`,
      ),
    },
    {
      name: 'an option file',
      text: PROBED('mysql:8.4', `exec: { command: [mysqladmin, --defaults-extra-file=/etc/probe.cnf, ping] }`),
    },
  ],
});
