import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { noAuthentication } from './no-authentication.ts';

const set = (image: string, container: string, pod = '') => exampleSet({ name: 'db', image, container, pod });
const marked = (text: string) => text.replace('- name: db', '- name: ⟦db⟧');

describeRule(noAuthentication, {
  fires: [
    {
      name: 'MySQL: an allowed empty password; the official image takes any value for yes',
      text: set('mysql:8.4', 'env: [{ name: MYSQL_ALLOW_EMPTY_PASSWORD, value: ⟦"no"⟧ }]'),
      severity: 'error',
      message: /may have a root without a password/u,
    },
    { name: 'MariaDB: no look at accounts', text: set('mariadb:11.4', 'args: [⟦--skip-grant-tables⟧]') },
    {
      name: 'PostgreSQL: trust by variable',
      text: set('postgres:17', 'env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: ⟦trust⟧ }]'),
    },
    {
      name: 'PostgreSQL: trust by a line of pg_hba.conf',
      text: set(
        'postgres:17',
        'volumeMounts: [{ name: conf, mountPath: /etc/postgresql }]\nargs: [-c, hba_file=/etc/postgresql/pg_hba.conf]',
        'volumes: [{ name: conf, configMap: { name: conf } }]',
      ),
      files: {
        'conf.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: conf
data:
  pg_hba.conf: |
    local all all trust
    host all all 127.0.0.1/32 trust
    ⟦host all all 0.0.0.0/0 trust⟧
    host all all 10.0.0.0/8 scram-sha-256 # not trust
`,
      },
      message: /from 0\.0\.0\.0\/0/u,
    },
    { name: 'MongoDB: nothing switches it on', text: marked(set('mongo:7.0', 'args: [--replSet, rs0]')) },
    {
      name: 'MongoDB: a first user that nobody makes, as the entrypoint does not run',
      text: marked(
        set('mongo:7.0', 'command: [mongod, --bind_ip_all]\nenv: [{ name: MONGO_INITDB_ROOT_USERNAME, value: root }]'),
      ),
    },
    { name: 'Redis: no password and no users', text: marked(set('redis:7.4', 'args: [--appendonly, "yes"]')) },
    {
      name: 'Elasticsearch: switched off',
      text: set(
        'docker.elastic.co/elasticsearch/elasticsearch:8.15.0',
        'env: [{ name: xpack.security.enabled, value: ⟦"false"⟧ }]',
      ),
    },
  ],
  silent: [
    {
      name: 'MySQL: both an empty password allowed and one given',
      text: set(
        'mysql:8.4',
        'env: [{ name: MYSQL_ALLOW_EMPTY_PASSWORD, value: "yes" }, { name: MYSQL_ROOT_PASSWORD, value: x }]',
      ),
    },
    { name: 'bitnami: a no', text: set('bitnami/mysql:8.4', 'env: [{ name: ALLOW_EMPTY_PASSWORD, value: "no" }]') },
    { name: 'MongoDB: a key file', text: set('mongo:7.0', 'args: [--replSet, rs0, --keyFile, /etc/key]') },
    {
      name: 'MongoDB: a first user',
      text: set('mongo:7.0', 'env: [{ name: MONGO_INITDB_ROOT_USERNAME, value: root }]'),
    },
    { name: 'MongoDB: a configuration out of sight', text: set('mongo:7.0', 'args: [--config, /etc/mongod.conf]') },
    { name: 'MongoDB: a Secret of variables', text: set('mongo:7.0', 'envFrom: [{ secretRef: { name: mongo } }]') },
    { name: 'Redis: a password', text: set('redis:7.4', 'args: [--requirepass, $(PASSWORD)]') },
    { name: 'Redis: a configuration out of sight', text: set('redis:7.4', 'args: [redis-server, /etc/redis.conf]') },
    {
      name: 'Redis: a password that the start script writes',
      text: set(
        'redis:7.4',
        'command: [sh, -c, "echo requirepass $PASSWORD >> /tmp/redis.conf; exec redis-server --appendonly yes"]',
      ),
    },
    { name: 'Redis: for its own pod alone', text: set('redis:7.4', 'args: [--bind, 127.0.0.1 -::1]') },
  ],
});
