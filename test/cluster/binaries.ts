import { copyFile, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, textsOf } from './cache.ts';
import { CommandFailure, run } from './command.ts';
import { Failure } from './failure.ts';
import { CACHE, HERE } from './places.ts';
import type { Progress } from './progress.ts';
import { GO, KUBERNETES } from './versions.ts';

const GO_BUILD = join(CACHE, 'go-build');

const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
] as const;

const SIDECARS = [
  'github.com/kubernetes-csi/external-provisioner/v6/cmd/csi-provisioner',
  'github.com/kubernetes-csi/external-resizer/v2/cmd/csi-resizer',
  'github.com/kubernetes-csi/external-snapshotter/v8/cmd/csi-snapshotter',
  'github.com/kubernetes-csi/external-snapshotter/v8/cmd/snapshot-controller',
] as const;

/** Go modules whose folders are named here, and which packages of them become programs. */
interface Build {
  readonly name: string;
  readonly module: string;
  readonly packages: readonly string[];
  readonly linkerFlags?: string;
  /** No part of the key: when it changes, what it made before stays in the cache. */
  readonly finish?: (folder: string) => Promise<void>;
}

const version = (field: string, value: string): string => `-X k8s.io/component-base/version.${field}=${value}`;
const [major = '', minor = ''] = KUBERNETES.split('.');

const BUILDS: readonly Build[] = [
  { name: 'forward', module: 'go/forward', packages: ['.'] },
  { name: 'csi', module: 'csi', packages: ['.'] },
  {
    name: 'kubernetes',
    module: 'go/kubernetes',
    packages: ['.', './pause'],
    linkerFlags: [
      version('gitVersion', `v${KUBERNETES}`),
      version('gitMajor', major),
      version('gitMinor', minor),
      version('gitTreeState', 'clean'),
    ].join(' '),
    finish: async (folder) => {
      for (const program of PROGRAMS) await symlink('kubernetes', join(folder, program));
    },
  },
  { name: 'addons', module: 'go/addons', packages: ['./coredns', ...SIDECARS] },
  { name: 's3', module: 'go/s3', packages: ['github.com/versity/versitygw/cmd/versitygw'] },
];

/**
 * The snapshot API is a set of custom resource definitions, which lie in the sidecars' client module. Those of groups
 * of snapshots are among them: the controller waits half a minute for them before it begins.
 */
async function definitions(progress: Progress): Promise<string> {
  const module = join(HERE, 'go/addons');
  const build = async (folder: string): Promise<void> => {
    await requireGo();
    const client = 'github.com/kubernetes-csi/external-snapshotter/client/v8';
    await run('go', ['mod', 'download', client], { cwd: module });
    const source = (await run('go', ['list', '-m', '-f', '{{.Dir}}', client], { cwd: module })).trim();
    const from = join(source, 'config/crd');
    for (const file of await readdir(from))
      if (file.includes('snapshot.storage.k8s.io_')) await copyFile(join(from, file), join(folder, file));
  };
  return cached({ name: 'definitions', inputs: [await readFile(join(module, 'go.mod'), 'utf8')], build }, progress);
}

async function requireGo(): Promise<void> {
  const advice = `Install Go ${GO} or newer and put it on the PATH.`;
  const found = await run('go', ['env', 'GOVERSION']).catch(() => '');
  const [, itsMajor, itsMinor] = /^go(\d+)\.(\d+)/.exec(found) ?? [];
  const [needMajor = 0, needMinor = 0] = GO.split('.').map(Number);
  if (itsMajor === undefined) throw new Failure('The cluster is built with Go, and there is none.', advice);
  if (Number(itsMajor) * 1000 + Number(itsMinor) < needMajor * 1000 + needMinor)
    throw new Failure(`${found.trim()} is too old to build the cluster.`, advice);
}

async function compile(build: Build, folder: string): Promise<void> {
  await requireGo();
  const module = join(HERE, build.module);
  const flags = ['-s', '-w', build.linkerFlags ?? ''].join(' ').trim();
  const env = { ...process.env, CGO_ENABLED: '0', GOCACHE: GO_BUILD, GOFLAGS: '-buildvcs=false' };
  const args = ['-n', '10', 'go', 'build', '-trimpath', '-ldflags', flags, '-o', `${folder}/`, ...build.packages];
  try {
    await run('nice', args, { cwd: module, env });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const advice = 'The modules come from the Go proxy: check that `go env GOPROXY` can be reached, then try again.';
    throw new Failure(`${build.name} does not build: ${error.words}`, advice);
  }
  await build.finish?.(folder);
}

/** Folders of programs by the name of their build, and that of the snapshot API's definitions. */
export type Programs = Readonly<Record<'forward' | 'csi' | 'kubernetes' | 'addons' | 's3' | 'definitions', string>>;

/** Gives the programs' folders, built where the cache lacks them: one after the other, for each uses every core. */
export async function programs(progress: Progress): Promise<Programs> {
  const folders: Record<string, string> = {};
  for (const build of BUILDS) {
    const inputs = [...(await textsOf(join(HERE, build.module))), JSON.stringify(build)];
    const make = (folder: string): Promise<void> => compile(build, folder);
    folders[build.name] = await cached({ name: build.name, inputs, build: make }, progress);
  }
  folders['definitions'] = await definitions(progress);
  // Gigabytes that only a change of versions would use, and then hardly.
  await rm(GO_BUILD, { recursive: true, force: true });
  return folders as Programs;
}
