import assert from 'node:assert/strict';
import { containerOf } from '../../test/support/lookup.ts';
import { readCalls } from '../configuration/calls.ts';
import { clientCall } from './index.ts';

/** Host, port and passwords of the first client that a shell script runs. */
function read(script: string): { host?: string; port?: string; passwords: string[] } {
  const { container } = containerOf(`{ name: a, image: b, command: [sh, -c, ${JSON.stringify(script)}] }`);
  const [client] = readCalls(container).flatMap((call) => clientCall(call) ?? []);
  assert.ok(client, script);
  const { host, port, passwords } = client;
  return {
    ...(host && { host: host.value }),
    ...(port && { port: port.value }),
    passwords: passwords.map(({ value }) => value.value),
  };
}

describe('command lines of clients', () => {
  const cases: [script: string, expected: ReturnType<typeof read>][] = [
    ['pg_isready -U app -h 127.0.0.1 -p 5433', { host: '127.0.0.1', port: '5433', passwords: [] }],
    [
      'psql postgresql://app:pw@db:6432/app',
      { host: 'db', port: '6432', passwords: ['postgresql://app:pw@db:6432/app'] },
    ],
    ['mysqladmin -hdb -P3307 -uroot -ppw ping', { host: 'db', port: '3307', passwords: ['pw'] }],
    ['mysqladmin -u root -p ping', { passwords: [] }],
    ['mysqladmin -u root --password ping', { passwords: [] }],
    ['mariadb-admin --host=db --password=pw ping', { host: 'db', passwords: ['pw'] }],
    ['redis-cli -h db -p 6380 -a pw ping', { host: 'db', port: '6380', passwords: ['pw'] }],
    ['redis-cli --pass pw ping', { passwords: ['pw'] }],
    ['mongosh --host db --port 27018 -u app -p pw --eval 1', { host: 'db', port: '27018', passwords: ['pw'] }],
    ['mongosh mongodb://app:pw@db/admin', { host: 'db', passwords: ['mongodb://app:pw@db/admin'] }],
    ['cqlsh -u app -p pw db 9043', { host: 'db', port: '9043', passwords: ['pw'] }],
    ['nodetool -h db -p 7199 -pw pw status', { host: 'db', passwords: ['pw'] }],
    ['nc -z -w 2 db 5432', { host: 'db', port: '5432', passwords: [] }],
    ['nc -zv db 5432', { host: 'db', port: '5432', passwords: [] }],
    ['curl -sf -u elastic:pw http://db:9200/_cluster/health', { host: 'db', port: '9200', passwords: ['elastic:pw'] }],
    ['curl -u elastic http://[::1]:9200', { host: '[::1]', port: '9200', passwords: [] }],
  ];
  for (const [script, expected] of cases) {
    it(script, () => {
      assert.deepEqual(read(script), expected);
    });
  }
});
