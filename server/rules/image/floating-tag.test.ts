import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { floatingTag } from './floating-tag.ts';

const set = (image: string) => exampleSet({ name: 'db', image });

describeRule(floatingTag, {
  fires: [
    { name: 'no tag', text: set('⟦mariadb⟧'), severity: 'warning', message: /mariadb has no tag/u },
    { name: 'latest', text: set('⟦mongo:latest⟧'), message: /another major version of MongoDB/u },
    { name: 'a distribution alone', text: set('⟦postgres:alpine3.20⟧') },
    {
      name: 'a backup job',
      text: `apiVersion: batch/v1
kind: CronJob
metadata: { name: dump }
spec:
  schedule: '0 2 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: dump
              image: ⟦postgres:latest⟧
              command: [sh, -c, 'pg_dump app > /backup/app.sql']
`,
      message: /a backup may run with other tools/u,
    },
  ],
  silent: [
    { name: 'a major version', text: set('mysql:8') },
    { name: 'a digest', text: set(`mysql@sha256:${'a'.repeat(64)}`) },
    { name: 'a version behind other words', text: set('timescale/timescaledb:latest-pg16') },
    { name: 'a template', text: set("'postgres:{{ .Values.tag }}'") },
  ],
});
