import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { clientOlderThanServer } from './client-older-than-server.ts';

const set = (name: string, image: string) => `${exampleSet({ name, image })}---
apiVersion: v1
kind: Service
metadata: { name: ${name}-primary }
spec: { selector: { app: ${name} }, ports: [{ port: 1 }] }
---
`;
const pg = (image: string, host = 'orders-primary') =>
  scriptJob(`pg_dumpall -h ${host} -f "/backup/$(date +%F)"`, { image });

describeRule(clientOlderThanServer, {
  fires: [
    {
      name: 'PostgreSQL: through its Service',
      text: set('orders', 'postgres:18.1') + pg('⟦postgres:16-alpine⟧'),
      severity: 'error',
      message: /pg_dumpall 16 is to dump StatefulSet 'orders', which is PostgreSQL 18\.1: it refuses a newer server/,
      fixed: { title: /postgres:18\.1 \(only if/, text: set('orders', 'postgres:18.1') + pg('postgres:18.1') },
    },
    {
      name: 'PostgreSQL: a pod of it, by PGHOST',
      text:
        set('orders', 'postgres:18') +
        scriptJob('pg_dumpall -f /backup/a', {
          image: '⟦postgres:17⟧',
          more: 'env: [{ name: PGHOST, value: orders-0.orders.shop.svc }]',
        }),
    },
    {
      name: 'MySQL',
      text:
        set('catalog', 'mysql:8.4') +
        scriptJob('mysqldump -h catalog-primary -A > /backup/a', { image: '⟦mysql:5.7⟧' }),
      severity: 'warning',
      message: /leaves out what it does not know/,
    },
  ],
  silent: [
    { name: 'the same version', text: set('orders', 'postgres:18.1') + pg('postgres:18') },
    { name: 'a newer tool', text: set('orders', 'postgres:16') + pg('postgres:18') },
    { name: 'another server', text: set('orders', 'postgres:18') + pg('postgres:16', 'accounts') },
    { name: 'a version that is not said', text: set('orders', 'postgres:latest') + pg('postgres:16') },
    { name: 'an image of one’s own', text: set('orders', 'postgres:18') + pg('example.org/tools:1') },
  ],
});
