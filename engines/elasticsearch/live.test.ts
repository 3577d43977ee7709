import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contextOf, setOf } from '../../test/support/context.ts';
import { live } from './live.ts';
import { readAnswer } from './live-answer.ts';

const root = '{"name":"es-0","cluster_name":"shop","cluster_uuid":"a1B2","version":{"number":"8.15.3"}}';
const health = (status: string) => `{"status":"${status}","number_of_nodes":3}`;
const store = '{"nodes":{"x9":{"indices":{"store":{"size_in_bytes":4096}}}}}';

describe('Elasticsearch: what a running member says', () => {
  it('is one of many in a cluster whose health it knows', () => {
    assert.deepEqual(readAnswer([root, health('green'), store].join('\n')), {
      role: 'member',
      writable: true,
      version: { text: '8.15.3', major: 8, minor: 15, patch: 3 },
      identity: 'a1B2',
      streaming: true,
      dataBytes: 4096,
    });
  });

  it('does not promise writes to a red cluster, nor without a master', () => {
    const red = readAnswer([root, health('red')].join('\n'));
    assert.deepEqual([red.writable, red.remarks?.length], [undefined, 1]);
    const alone = readAnswer(
      `${root.replace('a1B2', '_na_')}\n{"error":{"type":"master_not_discovered_exception"},"status":503}`,
    );
    assert.deepEqual([alone.writable, alone.identity, alone.remarks?.length], [false, undefined, 2]);
  });

  it('says why it refused', () => {
    assert.throws(() => readAnswer('{"error":{},"status":401}'), /wants a password/);
    assert.throws(() => readAnswer(''), /did not answer/);
  });
});

describe('Elasticsearch: how a running member is asked', () => {
  it('hands the password to curl by standard input alone, with its quotes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-curl-'));
    try {
      const log = join(folder, 'log');
      await writeFile(join(folder, 'curl'), `#!/bin/sh\necho "args $*" >>${log}\ncat >>${log}\n`);
      await chmod(join(folder, 'curl'), 0o755);
      const { context } = contextOf(setOf('image: elasticsearch:8.15.3\nenv: [{ name: ELASTIC_PASSWORD, value: x }]'));
      const [program = '', ...words] = live.ask(context)!.command;
      const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, ELASTIC_PASSWORD: 'it"s\\ $ecret' };
      await promisify(execFile)(program, words, { env });
      const lines = (await promisify(execFile)('cat', [log])).stdout.split('\n');
      const asked = lines.filter((line) => line.startsWith('args'));
      assert.equal(asked.length, 4);
      assert.ok(
        asked.every((line) => !line.includes('ecret')),
        asked.join('\n'),
      );
      assert.match(asked.at(-1) ?? '', /-K - https:\/\/127\.0\.0\.1:9200\/_nodes/);
      assert.equal(lines.filter((line) => line === String.raw`user = "elastic:it\"s\\ $ecret"`).length, 4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
