import assert from 'node:assert/strict';
import { isSecret, piecesOf, secretsIn, secretsInArgument } from './secret-words.ts';

const found = (text: string): readonly string[] => secretsIn(text).map(([from, to]) => text.slice(from, to));

describe('what is taken for a password', () => {
  it('is a variable’s text by the variable’s name', () => {
    for (const name of [
      'MYSQL_ROOT_PASSWORD',
      'PGPASSWORD',
      'API_TOKEN',
      'SECRET_KEY_BASE',
      'AWS_ACCESS_KEY_ID',
      'APIKEY',
      'SIGNING_KEY',
      'MYSQL_PWD',
      'REDISCLI_AUTH',
      'tls-private-key',
      'privateKey',
    ])
      assert.ok(isSecret(name, 'x'), name);
    for (const name of ['MYSQL_DATABASE', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD', 'KEYSPACE', 'PGDATA'])
      assert.ok(!isSecret(name, 'x'), name);
    assert.ok(!isSecret('ALLOW_EMPTY_PASSWORD', 'yes'));
    assert.ok(!isSecret('MYSQL_PASSWORD', ''));
    assert.ok(isSecret('REDIS_EXTRA_FLAGS', '--port 1 --requirepass w0rd'));
  });

  it('is what follows an option, an assignment or an account in a text', () => {
    for (const [text, words] of [
      ['exec redis-server --requirepass w0rd --masterauth=w1rd', ['w0rd', 'w1rd']],
      ['mysqladmin -uroot -pw0rd ping; mysql -P 3306 -h db', ['w0rd']],
      [`mariadb -u root -p'w0rd' -e 'select 1'`, ['w0rd']],
      ['redis-cli -h db -a w0rd ping', ['w0rd']],
      ['PGPASSWORD=w0rd psql postgresql://app:w1rd@db/shop', ['w0rd', 'w1rd']],
      ['mysql --password="w0rd" --root-password w1rd', ['w0rd', 'w1rd']],
    ] as const)
      assert.deepEqual(found(text), words, text);
  });

  it('is nothing that a variable, a file or an address without a password brings', () => {
    for (const text of [
      'redis-server --requirepass "$REDIS_PASSWORD" --port 6379',
      'mysqladmin -uroot -p"$MYSQL_ROOT_PASSWORD" ping',
      'mysql --password=$(cat /run/secrets/password)',
      'PGPASSWORD=$PASSWORD psql postgresql://app@db:5432/shop http://db:80/a@b',
      'psql --no-password; cp -pr a b; mysqldump --protocol=tcp',
    ])
      assert.deepEqual(found(text), [], text);
  });

  it('is a whole argument after its option', () => {
    assert.deepEqual(secretsInArgument('two words', '--requirepass'), [[0, 9]]);
    assert.deepEqual(secretsInArgument('word', '--port'), []);
  });
});

describe('a text of a workload', () => {
  it('is cut at the references to variables, and at nothing else', () => {
    assert.deepEqual(
      piecesOf('a$$(b)$(C)$(d e)').map(({ kind, raw }) => [kind, raw]),
      [
        ['text', 'a$$(b)'],
        ['reference', '$(C)'],
        ['text', '$(d e)'],
      ],
    );
    assert.deepEqual(piecesOf(''), []);
  });
});
