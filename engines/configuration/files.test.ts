import assert from 'node:assert/strict';
import { fromYaml } from '../../test/support/manifest.ts';
import { readIni, readKeyValues, readYamlSettings } from './files.ts';
import type { FileSetting } from './files.ts';
import { isAtLeast, readVersion } from './version.ts';

const source = { object: fromYaml('kind: ConfigMap'), path: ['data', 'file'] };
const show = (text: string, settings: readonly FileSetting[]) =>
  settings.map(({ name, value, source: { span = [0, 0] } }) => `${name}=${value} <${text.slice(...span)}>`);

describe('configuration files', () => {
  it('reads option files by section', () => {
    const text =
      '[client]\nport=1\n[mysqld]\r\nlog-bin # here\ndatadir = "/data/x"  # there\n; no\n!includedir /etc/x\n[mariadb]\nport: 1';
    assert.deepEqual(show(text, readIni(text, source, ['mysqld'])), [
      'log_bin=ON <log-bin>',
      'datadir=/data/x <datadir = "/data/x">',
    ]);
  });

  it('reads postgresql.conf', () => {
    const text = "#port = 1\nfsync = off # why\ndata_directory '/x y#z'\n  port=5433\r\n";
    assert.deepEqual(show(text, readKeyValues(text, source, 'equals')), [
      'fsync=off <fsync = off>',
      "data_directory=/x y#z <data_directory '/x y#z'>",
      'port=5433 <port=5433>',
    ]);
  });

  it('reads redis.conf', () => {
    const text = '# save 1 1\nsave 900 1\nsave ""\nrequirepass a#b';
    assert.deepEqual(show(text, readKeyValues(text, source, 'space')), [
      'save=900 1 <save 900 1>',
      'save= <save "">',
      'requirepass=a#b <requirepass a#b>',
    ]);
  });

  it('reads YAML, nested and dotted', () => {
    const text =
      'storage:\n  dbPath: /data/x # here\nnode.name: ${HOSTNAME}\nhosts: [a, b]\nseeds:\n  - parameters:\n      - seeds: "c"\nnothing:\n';
    assert.deepEqual(show(text, readYamlSettings(text, source)), [
      'storage.dbPath=/data/x <dbPath: /data/x>',
      'node.name=${HOSTNAME} <node.name: ${HOSTNAME}>',
      'hosts=a,b <hosts: [a, b]>',
      'seeds.0.parameters.0.seeds=c <seeds: "c">',
    ]);
  });

  it('survives what is no YAML', () => {
    assert.doesNotThrow(() => readYamlSettings('a: [b\n\t: {{ x }}\n- c: "', source));
  });
});

describe('versions', () => {
  const cases: [string, string | undefined][] = [
    ['16.4-alpine', '16.4'],
    ['v8.0.36', '8.0.36'],
    ['11.7.0-debian-10-r9', '11.7.0'],
    ['8', '8'],
    ['4.4.0-bionic', '4.4.0'],
    ['latest', undefined],
    ['alpine3.20', undefined],
    ['20231101', undefined],
    ['2023.10.1', undefined],
    ['7f3a9bc', undefined],
    ['9.6-alpine', '9.6'],
    ['18beta2-alpine', '18'],
  ];
  for (const [tag, text] of cases) {
    it(`reads ${tag} as ${text ?? 'nothing'}`, () => {
      assert.equal(readVersion(tag)?.text, text);
    });
  }

  it('compares as far as is known', () => {
    assert.equal(isAtLeast(readVersion('10.4'), 10, 4), true);
    assert.equal(isAtLeast(readVersion('10'), 10, 4), undefined);
    assert.equal(isAtLeast(readVersion('9'), 10, 4), false);
    assert.equal(isAtLeast(undefined, 10), undefined);
  });
});
