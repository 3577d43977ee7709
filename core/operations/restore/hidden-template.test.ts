import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import type { Json } from '../../../engines/model/object.ts';
import { hideSecrets } from './hidden-template.ts';
import { ownSecretSteps, ownSecretWarnings } from './own-secret.ts';

type Fields = Readonly<Record<string, Json>>;

const metadata = { name: 'again-passwords', namespace: 'shop', labels: { 'plinth.dev/operation': 'k3v9x2ab' } };
const hide = (text: string): { readonly podSpec: Fields; readonly values: Fields } => {
  const { podSpec, secret } = hideSecrets(parse(text) as Fields, metadata);
  return { podSpec, values: (secret?.['stringData'] ?? {}) as Fields };
};

const POD = `
initContainers:
  - { name: wait, image: tools, env: [{ name: API_TOKEN, value: t0ken }] }
containers:
  - name: db
    image: mysql:8.0
    env:
      - { name: MYSQL_ROOT_PASSWORD, value: 'pa$$word' }
      - { name: MYSQL_DATABASE, value: shop }
      - { name: MYSQL_PASSWORD_FILE, value: /run/secrets/password }
      - { name: DSN, value: 'mysql://app:w0rd@db/shop' }
      - { name: OTHER_PASSWORD, valueFrom: { secretKeyRef: { name: orders, key: password } } }
      - { name: COPY_PASSWORD, value: $(OTHER_PASSWORD) }
    args: [--requirepass, w0rd, --masterauth=w1rd, --port, '6379', --requirepass, $(OTHER_PASSWORD)]`;

describe('passwords that a workload has as plain text', () => {
  const { podSpec, values } = hide(POD);

  it('are in the Secret of the new instance', () => {
    assert.deepEqual(values, {
      'wait.API_TOKEN': 't0ken',
      'db.MYSQL_ROOT_PASSWORD': 'pa$word',
      'db.DSN': 'mysql://app:w0rd@db/shop',
      'db.PLINTH_ARGUMENT_0': 'w0rd',
      'db.PLINTH_ARGUMENT_1': 'w1rd',
    });
  });

  it('stand nowhere in its template, which refers to them; the rest stays as it was', () => {
    const text = JSON.stringify(podSpec);
    for (const word of ['t0ken', 'pa$', 'w0rd', 'w1rd']) assert.ok(!text.includes(word), word);
    const reference = (key: string): Json => ({ valueFrom: { secretKeyRef: { name: 'again-passwords', key } } });
    const [db] = podSpec['containers'] as readonly Fields[];
    assert.deepEqual(db?.['env'], [
      { name: 'MYSQL_ROOT_PASSWORD', ...(reference('db.MYSQL_ROOT_PASSWORD') as Fields) },
      { name: 'MYSQL_DATABASE', value: 'shop' },
      { name: 'MYSQL_PASSWORD_FILE', value: '/run/secrets/password' },
      { name: 'DSN', ...(reference('db.DSN') as Fields) },
      { name: 'OTHER_PASSWORD', valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } },
      { name: 'COPY_PASSWORD', value: '$(OTHER_PASSWORD)' },
      { name: 'PLINTH_ARGUMENT_0', ...(reference('db.PLINTH_ARGUMENT_0') as Fields) },
      { name: 'PLINTH_ARGUMENT_1', ...(reference('db.PLINTH_ARGUMENT_1') as Fields) },
    ]);
    assert.deepEqual(db['args'], [
      '--requirepass',
      '$(PLINTH_ARGUMENT_0)',
      '--masterauth=$(PLINTH_ARGUMENT_1)',
      '--port',
      '6379',
      '--requirepass',
      '$(OTHER_PASSWORD)',
    ]);
  });

  it('are found beside references, which go on referring', () => {
    const { podSpec: spec, values: kept } = hide(`
containers:
  - name: db
    env:
      - { name: ADDRESS, value: 'mysql://app:w0rd$$1@$(HOST)/shop' }
      - { name: BY_REFERENCE, value: 'mysql://app:$(OTHER_PASSWORD)@db/shop' }
      - { name: ALLOW_EMPTY_PASSWORD, value: 'yes' }`);
    const [db] = spec['containers'] as readonly Fields[];
    const valueFrom = (key: string): Json => ({ secretKeyRef: { name: 'again-passwords', key } });
    assert.deepEqual(kept, { 'db.PLINTH_ADDRESS_0': 'mysql://app:w0rd$1@', 'db.PLINTH_ADDRESS_1': '/shop' });
    assert.deepEqual(db?.['env'], [
      { name: 'PLINTH_ADDRESS_0', valueFrom: valueFrom('db.PLINTH_ADDRESS_0') },
      { name: 'PLINTH_ADDRESS_1', valueFrom: valueFrom('db.PLINTH_ADDRESS_1') },
      { name: 'ADDRESS', value: '$(PLINTH_ADDRESS_0)$(HOST)$(PLINTH_ADDRESS_1)' },
      { name: 'BY_REFERENCE', value: 'mysql://app:$(OTHER_PASSWORD)@db/shop' },
      { name: 'ALLOW_EMPTY_PASSWORD', value: 'yes' },
    ]);
  });

  it('are found in the text of a shell, and the shell gets the same text', () => {
    const { podSpec: spec, values: kept } = hide(`
containers:
  - name: db
    command: [sh, -c, 'exec redis-server --requirepass "w0rd" --port 6379 --masterauth "$PASSWORD"']`);
    const [db] = spec['containers'] as readonly Fields[];
    assert.deepEqual(kept, { 'db.PLINTH_ARGUMENT_0': 'w0rd' });
    assert.deepEqual(db?.['command'], [
      'sh',
      '-c',
      'exec redis-server --requirepass "$(PLINTH_ARGUMENT_0)" --port 6379 --masterauth "$PASSWORD"',
    ]);
  });

  it('are found in probes and hooks, whose shell gives the same command its words', () => {
    const word = "it's w0rd";
    const { podSpec: spec, values: kept } = hide(`
containers:
  - name: db
    env: [{ name: MYSQL_ROOT_PASSWORD, value: "${word}" }]
    livenessProbe: { periodSeconds: 5, exec: { command: [mysqladmin, ping, "-p${word}"] } }
    readinessProbe: { exec: { command: [mysqladmin, ping] } }
    lifecycle: { preStop: { exec: { command: [sh, -c, 'redis-cli -a other save'] } }, stopSignal: SIGTERM }`);
    const [db] = spec['containers'] as readonly Fields[];
    assert.ok(!/w0rd|other/u.test(JSON.stringify(spec)));
    assert.deepEqual(db?.['readinessProbe'], { exec: { command: ['mysqladmin', 'ping'] } });
    const exec = (own: string): Json => ({ command: ['sh', '-c', `eval "$${own}"`] });
    assert.deepEqual(db['livenessProbe'], { periodSeconds: 5, exec: exec('PLINTH_COMMAND_0') });
    assert.deepEqual(db['lifecycle'], { preStop: { exec: exec('PLINTH_COMMAND_1') }, stopSignal: 'SIGTERM' });
    const command = (kept['db.PLINTH_COMMAND_0'] as string).replace("'mysqladmin'", "printf '<%s>'");
    const said = execFileSync('sh', ['-c', 'eval "$LINE"'], { env: { ...process.env, LINE: command } });
    assert.equal(said.toString(), `<ping><-p${word}>`);
  });

  it('are said to be in the Secret, by its name, and how long it stays', () => {
    const { secret } = hideSecrets(parse(POD) as Fields, metadata);
    assert.match(ownSecretWarnings(secret, true).join(), /again-passwords, which goes with it/u);
    assert.match(ownSecretWarnings(secret, false).join(), /again-passwords, which stays/u);
    assert.deepEqual(ownSecretWarnings(undefined, false), []);
  });

  it('make no Secret where there are none', () => {
    const plain = `containers: [{ name: db, image: redis, args: [--appendonly, 'yes'] }]`;
    assert.deepEqual(hide(plain), { podSpec: parse(plain) as Fields, values: {} });
  });

  it('are in no command and no title of the step, whose rights are on that one Secret', () => {
    const { secret } = hideSecrets(parse(POD) as Fields, metadata);
    const [step] = ownSecretSteps(secret);
    assert.ok(step);
    assert.ok(!JSON.stringify([step.title, step.commands, step.undo?.commands]).includes('w0rd'));
    assert.deepEqual(
      step.needs.map(({ verb, name }) => [verb, name]),
      [
        ['get', 'again-passwords'],
        ['create', undefined],
        ['delete', 'again-passwords'],
      ],
    );
    assert.deepEqual(ownSecretSteps(undefined), []);
  });
});
