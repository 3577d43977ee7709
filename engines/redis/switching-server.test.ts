import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { VALKEY } from '../valkey/facts.ts';
import { REDIS } from './facts.ts';
import { switchingOf } from './switching.ts';
import { fixedRole, lasts } from './switching-server.ts';

describe('Redis: where a role is kept', () => {
  const of = (start: string, rest = '') =>
    contextOf(setOf(`image: redis:7\ncommand: [sh, -c, ${JSON.stringify(start)}]`, rest)).context;

  it('is not in its file where the role is an argument, or the file is written at every start', () => {
    assert.match(fixedRole(of('exec redis-server /data/redis.conf --replicaof db-0.db 6379')) ?? '', /replicaof/u);
    assert.match(
      fixedRole(of('cp /conf/redis.conf /data/redis.conf; exec redis-server /data/redis.conf')) ?? '',
      /cp/u,
    );
    assert.match(
      fixedRole(of('sed s/a/b/ /conf/r > /data/redis.conf; exec redis-server /data/redis.conf')) ?? '',
      /> \/data/u,
    );
    const bitnami = setOf('image: bitnami/redis:7.2\nenv: [{ name: REDIS_REPLICATION_MODE, value: replica }]');
    assert.match(fixedRole(contextOf(bitnami).context) ?? '', /replication-mode/u);
  });

  it('is there where the start looks first, or leaves the file alone', () => {
    assert.equal(fixedRole(of('exec redis-server /data/redis.conf')), undefined);
    assert.equal(
      fixedRole(
        of('[ -s /data/redis.conf ] || cp /conf/redis.conf /data/redis.conf; exec redis-server /data/redis.conf'),
      ),
      undefined,
    );
    assert.equal(
      fixedRole(of('cp -n /conf/redis.conf /data/redis.conf; exec redis-server /data/redis.conf')),
      undefined,
    );
  });

  it('lasts on a claim alone; a volume within another one counts by itself', () => {
    const text = setOf(
      'image: redis:7\nvolumeMounts: [{ name: data, mountPath: /data }, { name: conf, mountPath: /data/conf }, { name: own, mountPath: /own }]',
      'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }, { name: conf, configMap: { name: c } }, { name: own, emptyDir: {} }]',
    );
    assert.equal(
      lasts(contextOf(text).context),
      'lasts() { case "$1/" in /data/conf/*) echo no ;; /data/*) echo yes ;; /own/*) echo no ;; *) echo no ;; esac; }',
    );
  });

  it('says that its port is not in sight where it is not', () => {
    const context = of('exec redis-server --port $PORT');
    assert.match(switchingOf(REDIS).facts(context), /not in sight/u);
  });
});

describe('Valkey', () => {
  it('changes roles as Redis does, with its own client', () => {
    const { context } = contextOf(setOf('image: valkey/valkey:8'));
    const valkey = switchingOf(VALKEY);
    assert.equal(valkey.engine, 'valkey');
    for (const script of [
      valkey.facts,
      valkey.link,
      valkey.fence.script,
      valkey.unfence,
      valkey.promote,
      valkey.follow,
    ])
      assert.match(script(context), /valkey-cli/u);
  });
});
