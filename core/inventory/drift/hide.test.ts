import assert from 'node:assert/strict';
import type { Json } from '../../../engines/model/object.ts';
import { hideSecrets } from './hide.ts';

/** What is shown of a live value at this place. */
const shown = (place: string, live: Json, kind = 'StatefulSet'): Json | undefined =>
  hideSecrets({ path: place.split('.'), place, manifest: undefined, live }, kind).live;

describe('what a comparison shows', () => {
  it('is nothing of a Secret’s data', () => {
    assert.equal(shown('data.user', 'YQ==', 'Secret'), '(hidden)');
    assert.equal(shown('metadata.labels.app', 'db', 'Secret'), 'db');
    assert.equal(shown('data.user', 'app', 'ConfigMap'), 'app');
  });

  it('is nothing that stands under the name of a secret', () => {
    for (const place of [
      'env[POSTGRES_PASSWORD].value',
      'env[REDISCLI_AUTH].value',
      'env[AWS_ACCESS_KEY_ID].value',
      'spec.users.apiKey',
      'spec.adminPassword',
      'data.tls-private-key',
      'data.token',
      'spec.auth.secret',
    ])
      assert.equal(shown(place, 'w0rd'), '(hidden)', place);
  });

  it('is what only names a secret, or switches something', () => {
    for (const place of [
      'env[POSTGRES_PASSWORD].valueFrom.secretKeyRef.name',
      'env[POSTGRES_PASSWORD].valueFrom.secretKeyRef.key',
      'env[POSTGRES_PASSWORD_FILE].value',
      'volumes[tls].secret.secretName',
      'spec.superuserSecretRef',
      'tolerations[0].key',
      'topologySpreadConstraints[0].topologyKey',
    ])
      assert.equal(shown(place, 'words'), 'words', place);
    assert.equal(shown('spec.automountServiceAccountToken', false), false);
    assert.equal(shown('env[ALLOW_EMPTY_PASSWORD].value', 'yes'), 'yes');
  });

  it('is nothing secret of whole lists and maps that came or went', () => {
    const env = [
      { name: 'PGDATA', value: '/data' },
      { name: 'MYSQL_PWD', value: 'w0rd' },
      { name: 'OTHER', value: 'postgresql://app:w0rd@db/shop' },
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ];
    assert.deepEqual(shown('containers[db].env', env), [
      env[0],
      { name: 'MYSQL_PWD', value: '(hidden)' },
      { name: 'OTHER', value: '(hidden)' },
      env[3],
    ]);
    assert.deepEqual(shown('spec.users', [{ user: 'app', password: 'w0rd', passwordSecretName: 'db' }]), [
      { user: 'app', password: '(hidden)', passwordSecretName: 'db' },
    ]);
    const volume = { name: 'tls', secret: { secretName: 'db-tls', optional: true } };
    assert.deepEqual(shown('volumes[tls]', volume), volume);
  });

  it('is a command without the passwords in it', () => {
    assert.deepEqual(shown('containers[db].args', ['--requirepass', 'w0rd', '--port', '6379', '--masterauth=w1rd']), [
      '--requirepass',
      '(hidden)',
      '--port',
      '6379',
      '--masterauth=(hidden)',
    ]);
    const probe = { exec: { command: ['sh', '-c', 'redis-cli -h db -a w0rd ping'] } };
    const told = { exec: { command: ['sh', '-c', 'redis-cli -h db -a (hidden) ping'] } };
    assert.deepEqual(shown('containers[db].livenessProbe', probe), told);
    assert.equal(shown('data[start.sh]', 'PGPASSWORD=w0rd psql\n'), 'PGPASSWORD=(hidden) psql\n');
  });
});
