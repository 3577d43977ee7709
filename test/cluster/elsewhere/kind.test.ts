import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindObstacle, kindProvider } from './kind.ts';

/** kind that knows a cluster once it was created, and writes a kubeconfig where it is told to. */
const KIND = `
case "$1 $2" in
  "get clusters") cat "$FAKES/clusters" 2>/dev/null || echo "No kind clusters found." >&2 ;;
  "create cluster") echo plinth-practice > "$FAKES/clusters" ;;
  "delete cluster") rm "$FAKES/clusters" ;;
esac
case "$1" in create|export)
  while [ "$1" != --kubeconfig ]; do shift; done
  cp "$FAKES/kubeconfig" "$2" ;;
esac`;

/** Docker whose engine answers. */
const DOCKER = `
case "$1" in
  inspect) cat "$FAKES/state" 2>/dev/null || echo running ;;
  stop) echo exited > "$FAKES/state" ;;
  start) rm "$FAKES/state" ;;
esac`;

describe('a cluster of kind', function () {
  if (process.platform === 'win32') {
    it('is tried with fake programs that are shell scripts');
    return;
  }
  this.timeout(60_000);
  const path = process.env['PATH'];
  let folder: string;
  let api: http.Server;

  const fake = async (name: string, script: string): Promise<void> => {
    const file = join(folder, 'bin', name);
    await writeFile(file, `#!/bin/sh\necho "${name} $*" >> "$FAKES/calls"\n${script}\n`);
    await chmod(file, 0o755);
  };
  const calls = async (): Promise<string[]> => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

  beforeEach(async () => {
    api = http.createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ major: '1', minor: '36', gitVersion: 'v1.36.9' }));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    folder = await mkdtemp(join(tmpdir(), 'plinth-kind-'));
    await mkdir(join(folder, 'bin'));
    process.env['FAKES'] = folder;
    process.env['PATH'] = `${join(folder, 'bin')}:/usr/bin:/bin`;
    await writeFile(
      join(folder, 'kubeconfig'),
      `clusters: [{ name: c, cluster: { server: "http://127.0.0.1:${(api.address() as AddressInfo).port}", insecure-skip-tls-verify: true } }]
users: [{ name: u, user: { token: hush } }]
contexts: [{ name: kind-plinth-practice, context: { cluster: c, user: u } }]
current-context: kind-plinth-practice
`,
    );
    await fake('kind', KIND);
    await fake('docker', DOCKER);
  });
  afterEach(async () => {
    process.env['PATH'] = path;
    delete process.env['FAKES'];
    api.close();
    await rm(folder, { recursive: true });
  });

  it('is made, stopped, started again and deleted', async () => {
    const kubeconfig = join(folder, 'elsewhere/kubeconfig');
    const named = `--name plinth-practice --kubeconfig ${kubeconfig}`;
    const node = 'plinth-practice-control-plane';
    const kind = kindProvider(kubeconfig);
    const said: string[] = [];
    const progress = (what: string): void => void said.push(what);

    await kind.up(progress, 0);
    assert.deepEqual((await calls()).slice(-2), ['kind get clusters', `kind create cluster --wait 180s ${named}`]);
    assert.match(said.at(-1) ?? '', /Kubernetes v1\.36\.9/);
    assert.ok((await kind.status()).healthy);

    await kind.down(progress, 0);
    assert.equal((await calls()).at(-1), `docker stop ${node}`);
    const stopped = await kind.status();
    assert.equal(stopped.healthy, false);
    assert.match(stopped.lines.join(), /does not run \(exited\)/);

    await kind.up(progress, 0);
    assert.deepEqual((await calls()).slice(-2), [`docker start ${node}`, `kind export kubeconfig ${named}`]);
    await kind.reset(progress, 0);
    assert.equal((await calls()).at(-1), `kind delete cluster ${named}`);
  });

  it('is not made where Docker’s engine does not answer', async () => {
    await fake('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    await assert.rejects(
      kindProvider(join(folder, 'elsewhere/kubeconfig')).up(() => undefined, 0),
      /kind cannot be used: Docker’s engine does not answer/,
    );
    assert.ok(!(await calls()).some((call) => call.startsWith('kind create')));
  });

  it('is not made where a program is missing', async () => {
    // Only the fakes: this machine may have the real ones.
    process.env['PATH'] = join(folder, 'bin');
    assert.equal(await kindObstacle(), undefined);
    await rm(join(folder, 'bin/kind'));
    assert.equal(await kindObstacle(), 'there is no kind');
    await rm(join(folder, 'bin/docker'));
    assert.equal(await kindObstacle(), 'there is no Docker');
  });
});
