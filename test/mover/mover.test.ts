import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { build } from 'esbuild';
import { newerNode } from '../host/node.ts';
import type { Manifest, Verification } from '../../core/backups/manifest.ts';
import { reading } from '../../core/backups/mover/fetch.ts';
import { parseMoverLine, type ErrorKind, type MoverLine } from '../../core/backups/mover/lines.ts';
import { Fault, Obstacle } from '../../core/backups/mover/place.ts';
import type { FetchRequest, MoverRequest, StoreRequest } from '../../core/backups/mover/request.ts';

const SHELF = { namespace: 'shop', name: 'orders' };
const IDS = ['20261122t103000z-k3v9x2ab', '20261123t103000z-k3v9x2ac'] as const;

interface Ended {
  readonly code: number | null;
  readonly lines: readonly MoverLine[];
  readonly error: string | undefined;
  readonly kind: ErrorKind | undefined;
  readonly output: string;
}

describe('the mover', function () {
  this.timeout('120s');
  let node: string;
  let folder: string;
  let bundle: string;
  let root: string;
  let exchange: string;
  let dump: Buffer;

  before(async () => {
    // zstd came with Node 22.15; this stage has installed the hosts' newer Node.
    node = newerNode();
    folder = mkdtempSync(path.join(tmpdir(), 'plinth-mover-'));
    bundle = path.join(folder, 'mover.cjs');
    const entryPoints = [path.join(import.meta.dirname, '../../core/backups/mover/main.ts')];
    await build({ entryPoints, outfile: bundle, bundle: true, platform: 'node', target: 'node22', format: 'cjs' });
    dump = Buffer.concat([randomBytes(3_000_000), Buffer.alloc(3_000_000, 'row;')]);
    writeFileSync(path.join(folder, 'dump'), dump);
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    root = mkdtempSync(path.join(folder, 'claim-'));
    fresh();
  });

  const fresh = (): void => {
    exchange = mkdtempSync(path.join(folder, 'exchange-'));
    execFileSync('mkfifo', [path.join(exchange, 'stream')]);
  };
  const destination = { kind: 'claim', claim: 'backups', prefix: 'plinth' } as const;
  const base = () => ({ destination, root, exchange, patience: { open: 5, status: 2 } });
  const shelfAt = (...rest: readonly string[]): string => path.join(root, 'plinth/shop/orders', ...rest);

  /** `begun` gets what ends it. */
  function move(
    request: MoverRequest,
    env: Record<string, string> = {},
    begun: (end: () => void) => void = () => undefined,
  ): Promise<Ended> {
    const child = spawn(node, [bundle], { env: { ...env, PLINTH_REQUEST: JSON.stringify(request) } });
    begun(() => child.kill('SIGTERM'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    return new Promise((resolve) =>
      child.once('close', (code) => {
        const lines = output.split('\n').flatMap((line) => parseMoverLine(line) ?? []);
        const last = lines.at(-1);
        const { error, kind } = last && 'error' in last ? last : {};
        resolve({ code, lines, output, error, kind });
      }),
    );
  }

  /** The engine's side: a script in the exchange folder. */
  function engine(script: string): Promise<number | null> {
    const child = spawn('sh', ['-c', script], {
      cwd: exchange,
      stdio: 'ignore',
      env: { ...process.env, DUMP: path.join(folder, 'dump') },
    });
    return new Promise((resolve) => child.once('close', resolve));
  }
  const ends = (code: number): string =>
    `printf 'version=16.14\\nrole=replica\\nposition.start=0/1\\nposition.end=0/2\\ncount.tables=3\\ncountAfter.tables=4\\n' > facts; echo ${code} > s; mv s status`;

  const storing = (id: string, recipients: readonly string[] = []): StoreRequest => ({
    ...base(),
    do: 'store',
    recipients,
    start: {
      id,
      database: { ...SHELF, kind: 'StatefulSet' },
      engine: 'postgresql',
      method: 'logical',
      consistency: 'application',
      started: 1,
      member: 'orders-1',
      tool: 'plinth 0.1.0',
    },
  });
  const fetching = (id: string): FetchRequest => ({
    ...base(),
    do: 'fetch',
    shelf: SHELF,
    id,
    engines: ['postgresql'],
  });

  async function stored(id: string, recipients: readonly string[] = []): Promise<Manifest> {
    fresh();
    const [ended] = await Promise.all([move(storing(id, recipients)), engine(`cat "$DUMP" > stream; ${ends(0)}`)]);
    const last = ended.lines.at(-1);
    assert.ok(last && 'manifest' in last, ended.output);
    assert.equal(ended.code, 0);
    return last.manifest;
  }

  /** Fetches, and gives what the engine's side read and found in `moved`. */
  async function fetched(id: string, env: Record<string, string> = {}, over: Partial<FetchRequest> = {}) {
    fresh();
    const [ended] = await Promise.all([
      move({ ...fetching(id), ...over }, env),
      engine('cat stream > got; cat moved > seen'),
    ]);
    const got = readFileSync(path.join(exchange, 'got'));
    return { ...ended, got, moved: readFileSync(path.join(exchange, 'seen'), 'utf8').trim() };
  }

  async function listed() {
    const { lines, output } = await move({ ...base(), do: 'list' });
    assert.deepEqual(lines.at(-1), { listed: lines.length - 1 }, output);
    return lines.flatMap((line) => ('listedBackup' in line ? [line.listedBackup.backup] : []));
  }

  it('stores a dump, and fetches the same bytes', async () => {
    const manifest = await stored(IDS[0]);
    assert.equal(manifest.files[0]!.plainSize, dump.byteLength);
    assert.ok(manifest.files[0]!.size < dump.byteLength);
    assert.deepEqual(
      [manifest.engineVersion, manifest.memberRole, manifest.from, manifest.to, manifest.counts],
      ['16.14', 'replica', '0/1', '0/2', { tables: 3 }],
    );
    assert.deepEqual(manifest.countsAfter, { tables: 4 });
    assert.deepEqual(readdirSync(shelfAt(IDS[0])).sort(), ['data.zst', 'manifest.json']);
    const { code, got, moved } = await fetched(IDS[0]);
    assert.deepEqual([code, moved, got.equals(dump)], [0, '0', true]);
  });

  it('encrypts for a public key, and opens with its private one alone', async () => {
    const [identity, other] = [await generateX25519Identity(), await generateX25519Identity()];
    await stored(IDS[0], [await identityToRecipient(identity)]);
    const right = await fetched(IDS[0], { PLINTH_AGE_IDENTITY: identity });
    assert.deepEqual([right.code, right.moved, right.got.equals(dump)], [0, '0', true]);
    const wrong = await fetched(IDS[0], { PLINTH_AGE_IDENTITY: other });
    assert.match(wrong.error ?? '', /does not open this backup/u);
    assert.deepEqual([wrong.code, wrong.kind, wrong.moved, wrong.got.byteLength], [1, 'way', '1', 0]);
    assert.ok(!wrong.output.includes(other), 'the key is in no word');
    const none = await fetched(IDS[0]);
    assert.match(none.error ?? '', /no private key was given/u);
  });

  it('keeps nothing of a dump that failed, or whose side said nothing more', async () => {
    const [failed] = await Promise.all([move(storing(IDS[0])), engine(`head -c 2000000 "$DUMP" > stream; ${ends(3)}`)]);
    assert.match(failed.error ?? '', /exit code 3/u);
    assert.equal(failed.code, 1);
    assert.ok(!existsSync(shelfAt(IDS[0])));
    fresh();
    const [silent] = await Promise.all([move(storing(IDS[0])), engine('head -c 2000000 "$DUMP" > stream')]);
    assert.match(silent.error ?? '', /ended from outside/u);
    assert.ok(!existsSync(shelfAt(IDS[0])));
    fresh();
    const early = await Promise.all([move(storing(IDS[0])), engine('echo 1 > s; mv s status')]);
    assert.match(early[0].error ?? '', /before it opened the stream/u);
    fresh();
    const nobody = await move({ ...storing(IDS[0]), patience: { open: 1, status: 1 } });
    assert.match(nobody.error ?? '', /not opened the stream in time/u);
    assert.equal(nobody.code, 1);
  });

  it('refuses a dump without a byte, and to write over a backup', async () => {
    const [empty] = await Promise.all([move(storing(IDS[0])), engine(`: > stream; ${ends(0)}`)]);
    assert.match(empty.error ?? '', /empty/u);
    await stored(IDS[0]);
    fresh();
    const [again] = await Promise.all([move(storing(IDS[0])), engine(`cat "$DUMP" > stream; ${ends(0)}`)]);
    assert.match(again.error ?? '', /there already/u);
  });

  it('finds a flipped bit, and never lets the end through', async () => {
    await stored(IDS[0]);
    const file = shelfAt(IDS[0], 'data.zst');
    const bytes = readFileSync(file);
    for (const at of [40, bytes.length >> 1, bytes.length - 1]) {
      const bad = Buffer.from(bytes);
      bad[at]! ^= 1;
      writeFileSync(file, bad);
      const { code, error, kind, moved, got } = await fetched(IDS[0]);
      assert.match(error ?? '', /damaged/u);
      assert.deepEqual([code, kind, moved], [1, 'backup', '1']);
      assert.ok(got.byteLength < dump.byteLength, `byte ${at}: ${got.byteLength}`);
    }
  });

  it('finds a truncated file in fetch and in list', async () => {
    await stored(IDS[0]);
    truncateSync(shelfAt(IDS[0], 'data.zst'), 1000);
    const { error, kind, moved, got } = await fetched(IDS[0]);
    assert.match(error ?? '', /has 1000 bytes/u);
    assert.deepEqual([kind, moved, got.byteLength], ['backup', '1', 0]);
    const [backup] = await listed();
    assert.equal(backup!.state, 'partial');
    assert.match(backup!.why ?? '', /1000 bytes/u);
  });

  it('says whether an error lies in the backup or on the way to it', async () => {
    await stored(IDS[0]);
    rmSync(shelfAt(IDS[0], 'data.zst'));
    const fileless = await fetched(IDS[0]);
    assert.match(fileless.error ?? '', /not complete: data\.zst is missing/u);
    writeFileSync(shelfAt(IDS[0], 'manifest.json'), '{}');
    const unreadable = await fetched(IDS[0]);
    rmSync(shelfAt(IDS[0], 'manifest.json'));
    const incomplete = await fetched(IDS[0]);
    assert.deepEqual([fileless.kind, unreadable.kind, incomplete.kind], ['backup', 'backup', 'backup']);
    await stored(IDS[1]);
    fresh();
    const [deaf] = await Promise.all([move(fetching(IDS[1])), engine('head -c 9 < stream; echo 1 > s; mv s status')]);
    assert.match(deaf.error ?? '', /stopped reading/u);
    assert.equal(deaf.kind, 'engine');
    const foreign = await fetched(IDS[1], {}, { engines: ['redis'] });
    assert.deepEqual([foreign.code, foreign.kind], [1, 'way']);
  });

  it('takes back what it has written where its Job is taken away', async () => {
    const [ended] = await Promise.all([
      move(storing(IDS[0]), {}, (end) => {
        const timer = setInterval(() => {
          if (!existsSync(shelfAt(IDS[0], '.data.zst.partial'))) return;
          clearInterval(timer);
          end();
        }, 20);
      }),
      engine(`{ cat "$DUMP"; sleep 3; } > stream; ${ends(0)}`),
    ]);
    assert.equal(ended.code, 1, ended.output);
    assert.match(ended.error ?? '', /ended from outside before it was complete/u);
    assert.equal(existsSync(shelfAt(IDS[0])), false);
  });

  it('takes a read that breaks off for no damage', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous by its type
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begins');
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    }
    const read = async () => {
      for await (const piece of reading(broken(), 'data.zst')) assert.equal(String(piece), 'begins');
    };
    await assert.rejects(
      read,
      (error) =>
        error instanceof Obstacle && !(error instanceof Fault) && error.message.includes('broke off (ECONNRESET)'),
    );
  });

  it('lists what is verified, failed, unverified and partial, and leaves foreign files alone', async () => {
    await stored(IDS[0]);
    await stored(IDS[1]);
    writeFileSync(path.join(root, 'plinth/shop/orders/README'), 'not ours');
    writeFileSync(path.join(root, 'other.txt'), 'not ours');
    const verification = (at: number, outcome: Verification['outcome']): Verification => ({
      schema: 1,
      backup: IDS[0],
      at,
      outcome,
      findings: ['3 tables'],
      seconds: 4,
      counts: {},
      tool: 'plinth 0.1.0',
    });
    const attesting = (one: Verification) => move({ ...base(), do: 'attest', shelf: SHELF, verification: one });
    assert.equal((await attesting(verification(1000, 'verified'))).code, 0);
    assert.deepEqual(
      (await listed()).map(({ state }) => state),
      ['verified', 'unverified'],
    );
    await attesting(verification(9000, 'failed'));
    assert.deepEqual(
      (await listed()).map(({ state }) => state),
      ['failed', 'unverified'],
    );
    rmSync(shelfAt(IDS[1], 'manifest.json'));
    assert.deepEqual(
      (await listed()).map(({ state }) => state),
      ['failed', 'partial'],
    );
    const unknown = await attesting({ ...verification(1, 'verified'), backup: IDS[1] });
    assert.match(unknown.error ?? '', /no manifest/u);
  });

  it('removes backups, but never the last verified one (R22)', async () => {
    await stored(IDS[0]);
    await stored(IDS[1]);
    const verify = (backup: string) =>
      move({
        ...base(),
        do: 'attest',
        shelf: SHELF,
        verification: {
          schema: 1,
          backup,
          at: 1000,
          outcome: 'verified',
          findings: [],
          seconds: 1,
          counts: {},
          tool: 't',
        },
      });
    await verify(IDS[1]);
    const removing = (ids: readonly string[], keeps?: string) =>
      move({ ...base(), do: 'remove', shelf: SHELF, ids, ...(keeps !== undefined && { keeps }) });
    assert.match((await removing([IDS[1]])).error ?? '', /last verified backup/u);
    assert.match((await removing([IDS[1]], IDS[0])).error ?? '', /none that is verified/u);
    assert.ok(existsSync(shelfAt(IDS[1], 'manifest.json')));
    await verify(IDS[0]);
    assert.deepEqual((await removing([IDS[1]], IDS[0])).lines.at(-1), { removed: [IDS[1]] });
    assert.deepEqual(readdirSync(shelfAt()), [IDS[0]]);
    assert.deepEqual((await removing([IDS[1]])).lines.at(-1), { removed: [IDS[1]] }, 'run again it is fine');
    assert.match((await removing(['../../etc'])).error ?? '', /no id of a backup/u);
  });

  it('says why a bucket cannot be reached, and lets the engine’s side go', async () => {
    const s3 = {
      kind: 's3',
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
      bucket: 'b',
      prefix: '',
      pathStyle: true,
      secret: 'keys',
      authority: undefined,
    } as const;
    const keys = { AWS_ACCESS_KEY_ID: 'access-of-test', AWS_SECRET_ACCESS_KEY: 'secret-of-test' };
    const request = { ...storing(IDS[0]), destination: s3 };
    const [down, code] = await Promise.all([
      move(request, keys),
      engine(`cat "$DUMP" > stream; echo $? > s; mv s status`),
    ]);
    assert.match(down.error ?? '', /nothing listens there/u);
    assert.equal(code, 0, 'the script came to its end');
    assert.notEqual(readFileSync(path.join(exchange, 'status'), 'utf8').trim(), '0');
    assert.equal(readFileSync(path.join(exchange, 'moved'), 'utf8').trim(), '1');
    for (const secret of Object.values(keys)) assert.ok(!down.output.includes(secret));
    fresh();
    const [keyless] = await Promise.all([move({ ...request, exchange }), engine('cat "$DUMP" > stream')]);
    assert.match(keyless.error ?? '', /lacks the access key/u);
  });
});
