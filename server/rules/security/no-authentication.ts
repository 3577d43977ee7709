import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase, containerPlace } from '../probes/container.ts';
import { isLasting } from '../resources/asked.ts';

export const noAuthentication = databaseRule({
  id: 'security/no-authentication',
  severity: 'error',
  title: 'The database asks nobody for a password',
  why: `A pod's address is reached by every pod of the cluster unless a NetworkPolicy says otherwise, and by more through any Service or forwarded port.
Without authentication one compromised web server, one curious colleague or one mistaken client is enough to read, change or drop all data;
open MongoDB, Redis and Elasticsearch servers are found by scanners within hours and held to ransom.`,
  when: `Fires when the engine is told to let everybody in: trust authentication, an allowed empty root password, \`--skip-grant-tables\`,
\`--noauth\`, \`xpack.security.enabled: false\`, \`AllowAllAuthenticator\`; and for MongoDB and Redis, which ask nobody by default, when the
configuration is in sight and sets no users or password. Silent where configuration may lie out of sight, and for trust on the pod's own
addresses.`,
  sources: [
    'https://www.postgresql.org/docs/current/auth-trust.html',
    'https://dev.mysql.com/doc/refman/8.4/en/default-privileges.html',
    'https://www.mongodb.com/docs/manual/administration/security-checklist/',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/security/',
    'https://www.elastic.co/docs/deploy-manage/security',
  ],
  whenItRuns: `Variables of the images only matter while the data directory is made: set the password in the running server first, give it to every
client, then forbid empty logins. With replicas, give the members the same key or password in one change, as the engine's manual says.`,
  examples: {
    bad: exampleSet({
      name: 'mysql',
      image: 'mysql:8.4',
      container: `env:
  - name: MYSQL_ALLOW_EMPTY_PASSWORD
    value: "yes"
`,
    }),
    good: exampleSet({
      name: 'mysql',
      image: 'mysql:8.4',
      container: `env:
  - name: MYSQL_ROOT_PASSWORD
    valueFrom:
      secretKeyRef:
        name: mysql
        key: password
`,
    }),
  },
  *check(database) {
    const open = database.engine.security?.unguarded(database.context);
    if (open === undefined || !isLasting(database)) return;
    yield {
      source: open.source ?? containerPlace(database),
      message: `${containerPhrase(database)} ${open.why}.`,
      thing: `container:${database.container.name ?? ''}`,
    };
  },
});
