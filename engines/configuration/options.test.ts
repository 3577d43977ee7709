import assert from 'node:assert/strict';
import { isUnknown } from '../model/object.ts';
import { containerOf, workloadOf } from '../../test/support/lookup.ts';
import { positional, readOptions } from './options.ts';

const options = (yaml: string, ...programs: string[]) =>
  readOptions(containerOf(yaml).container, programs).map(({ name, value, from }) => `${from} ${name}=${value ?? ''}`);

describe('command-line options', () => {
  it('come from args when the image has an entrypoint', () => {
    assert.deepEqual(options('image: mysql\nargs: [--datadir=/data, --port, "3307", --skip-name-resolve]', 'mysqld'), [
      'argument datadir=/data',
      'argument port=3307',
      'argument skip-name-resolve=',
    ]);
  });

  it('come behind the program, whatever wraps it', () => {
    assert.deepEqual(options('command: [docker-entrypoint.sh]\nargs: [mongod, --replSet, rs0]', 'mongod'), [
      'argument replSet=rs0',
    ]);
    assert.deepEqual(options('command: [tini, --, gosu, postgres, postgres, -c, fsync=off, -D/x]', 'postgres'), [
      'argument c=fsync=off',
      'argument D=/x',
    ]);
  });

  it('stand behind wrappers with options of their own', () => {
    for (const wrapper of [
      'dumb-init, -c',
      'tini, -s, --',
      'sudo, -u, mongodb',
      'numactl, --interleave=all',
      'env, A=b',
    ]) {
      assert.deepEqual(options(`command: [${wrapper}, mongod, --port=1]`, 'mongod'), ['argument port=1'], wrapper);
    }
  });

  it('are not those of another program', () => {
    assert.deepEqual(options('command: [mysql, --port=1]', 'mysqld'), []);
    assert.deepEqual(options('command: [/start.sh]\nargs: [--port=1]', 'mysqld'), []);
  });

  it('are found in scripts with their span', () => {
    const script = 'set -e\nif [ -f x ]; then exec mongod --replSet "$RS" \\\n  --dbpath /data/x & fi';
    const yaml = `command: [sh, -c, ${JSON.stringify(script)}]\nenv: [{name: RS, value: main}]`;
    const found = readOptions(containerOf(yaml).container, ['mongod']);
    assert.deepEqual(
      found.map(({ name, value }) => [name, value]),
      [
        ['replSet', 'main'],
        ['dbpath', '/data/x'],
      ],
    );
    const [start = 0, end = 0] = found[1]?.source.span ?? [];
    assert.equal(script.slice(start, end), '--dbpath /data/x');
  });

  it('are unknown where a variable is', () => {
    const [option] = readOptions(containerOf('args: [--datadir=$(NOT_HERE)]').container, ['mysqld']);
    assert.ok(isUnknown(option?.value));
    const [other] = readOptions(containerOf('command: [bash, -ec, "redis-server --port ${PORT}"]').container, [
      'redis-server',
    ]);
    assert.ok(isUnknown(other?.value));
  });

  it('are found in a mounted script that the command names', () => {
    const workload = workloadOf(`
kind: Pod
metadata: { name: a }
spec:
  containers:
    - command: [/scripts/run.sh]
      volumeMounts: [{ name: s, mountPath: /scripts }]
  volumes: [{ name: s, configMap: { name: scripts } }]
---
kind: ConfigMap
metadata: { name: scripts }
data: { run.sh: "#!/bin/sh\\n/scripts/server.sh", server.sh: "exec mysqld --gtid-mode=ON" }`);
    const [container] = workload.pod.containers;
    assert.ok(container);
    assert.deepEqual(
      readOptions(container, ['mysqld']).map(({ name, value }) => [name, value]),
      [['gtid-mode', 'ON']],
    );
  });

  it('are found in a shell within a shell', () => {
    const script = 'su - postgres -c "postgres -D /x" && bash -ec \'mysqld --port=1\'';
    const { container } = containerOf(`command: [bash, -c, ${JSON.stringify(script)}]`);
    const [directory] = readOptions(container, ['postgres']);
    assert.deepEqual([directory?.name, directory?.value], ['D', '/x']);
    assert.equal(script.slice(...(directory?.source.span ?? [])), '"postgres -D /x"');
    assert.equal(readOptions(container, ['mysqld'])[0]?.value, '1');
  });

  it('see the values that the kubelet puts into scripts', () => {
    const yaml = 'command: [sh, -c, "mongod --replSet $(RS) --port $(OTHER)"]\nenv: [{ name: RS, value: main }]';
    assert.equal(readOptions(containerOf(yaml).container, ['mongod'])[0]?.value, 'main');
  });

  it('keep several values, and positional words before them', () => {
    const { container } = containerOf(
      'command: [redis-server, /etc/redis.conf, --save, "60", "1", --appendonly, "no"]',
    );
    assert.deepEqual(readOptions(container, ['redis-server'])[0]?.values, ['60', '1']);
    assert.deepEqual(
      positional(container, ['redis-server']).map(({ value }) => value),
      ['/etc/redis.conf'],
    );
  });
});
