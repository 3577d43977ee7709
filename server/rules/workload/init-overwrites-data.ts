import { readCalls } from '../../../engines/configuration/calls.ts';
import type { Call } from '../../../engines/configuration/calls.ts';
import { isWithin } from '../../../engines/model/builder.ts';
import type { Database } from '../../../engines/model/database.ts';
import { isUnknown, valueAt } from '../../../engines/model/object.ts';
import type { Container, VolumeKind } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import { isFailureExpected, isUnconditional } from './shell-guards.ts';
import { holdsData, nameOfWorkload } from './speaker.ts';

const LASTING: ReadonlySet<VolumeKind> = new Set([
  'claim',
  'claim-template',
  'host-path',
  'nfs',
  'network-file-system',
  'block',
  'csi',
]);

/** Tools that fill an empty directory with a copy of another member: the rest of «throw away and copy anew». */
const COPIERS: ReadonlySet<string> = new Set([
  'pg_basebackup',
  'pg_rewind',
  'wal-g',
  'pgbackrest',
  'xbstream',
  'mbstream',
  'xtrabackup',
  'mariabackup',
  'mariadb-backup',
]);

export const initOverwritesData = databaseRule({
  id: 'workload/init-overwrites-data',
  severity: 'error',
  title: 'An init container empties or re-initialises the data directory',
  why: `Init containers run before every start of the pod, not only before the first: after a crash of the node, a drain, an update. One
that deletes the data directory deletes the database each time. One that runs \`initdb\` works once; from the second start on it finds
data, refuses and fails, and the pod never gets past it, until somebody «solves» it by emptying the directory.

Guard it by what only an initialised database has: \`[ -s "$PGDATA/PG_VERSION" ] || initdb\`. The official images do so by themselves.`,
  when: `Fires when an init container that mounts the data volume deletes the data directory (\`rm -r\`, \`find -delete\`) or initialises it
(\`initdb\`, \`mysqld --initialize\`) and nothing decides whether it does. A warning where it copies the data from another member
afterwards. Silent for anything guarded (if, case, \`&&\` after a test, an earlier exit), for volumes that end with the pod, for caches,
and where a path cannot be known.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior',
    'https://www.postgresql.org/docs/current/app-initdb.html',
    'https://dev.mysql.com/doc/refman/8.4/en/data-directory-initialization.html',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      initContainers:
        - name: clean
          image: busybox:1.36
          command: [sh, -c, rm -rf /var/lib/mysql/*]
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      initContainers:
        - name: clean
          image: busybox:1.36
          command: [sh, -c, rm -rf /var/lib/mysql/lost+found]
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database) {
    const { pod, engine, data } = database;
    if (!holdsData(database) || data.volume === undefined || !LASTING.has(data.volume.kind)) return;
    for (const container of pod.containers.filter((one) => one.init)) {
      const directory = directoryIn(container, database);
      if (directory === undefined) continue;
      const calls = readCalls(container);
      const workingDirectory = new WorkingDirectory();
      for (const [index, call] of calls.entries()) {
        workingDirectory.follow(call);
        const harm = harmOf(call, directory, workingDirectory.path, container);
        if (harm === undefined || !runsAlways(call, harm)) continue;
        const copies = calls.slice(index + 1).some(({ program }) => COPIERS.has(program ?? ''));
        yield {
          source: call.source ?? container.field.source,
          severity: harm === 'deletes' && copies ? 'warning' : 'error',
          message: messageOf(harm, copies, container, directory, engine.name, nameOfWorkload(database)),
          thing: `container:${container.name ?? ''}`,
          related: [{ source: data.volume.field.source, message: 'The volume that holds the data' }],
        };
      }
    }
  },
});

type Harm = 'deletes' | 'initialises';

function messageOf(
  harm: Harm,
  copies: boolean,
  container: Container,
  directory: string,
  engine: string,
  who: string,
): string {
  const init = `Init container '${container.name ?? ''}' of ${who}`;
  if (harm === 'initialises') {
    return `${init} initialises ${directory} at every start: from the second start on it finds data there, fails, and ${engine} never comes up again.`;
  }
  return copies
    ? `${init} deletes everything in ${directory} before every start and copies it anew: while the copy runs, or when its source is gone, this member has no data at all.`
    : `${init} deletes everything in ${directory} before every start: each restart of the pod empties the ${engine} database.`;
}

/** Where the data directory lies in this container's own file system; undefined where it does not mount the data volume there. */
function directoryIn(container: Container, { data }: Database): string | undefined {
  const { directory, mount } = data;
  if (directory === undefined || mount?.path === undefined) return undefined;
  const own = container.mounts.find((one) => one.volumeName === mount.volumeName && one.path !== undefined);
  if (own?.path === undefined || own.readOnly) return undefined;
  const below = directory.path.slice(mount.path.length);
  if (own.subPath === mount.subPath) return own.path + below;
  return own.subPath === undefined && mount.subPath !== undefined ? `${own.path}/${mount.subPath}${below}` : undefined;
}

function harmOf(call: Call, directory: string, cwd: string | undefined, container: Container): Harm | undefined {
  const words = call.words.map(({ value }) => value);
  if (call.program === 'rm' && words.some((word) => /^-[a-zA-Z]*[rR]|^--recursive$/u.test(word))) {
    return words.some((word) => empties(word, directory, cwd)) ? 'deletes' : undefined;
  }
  if (call.program === 'find' && isSweeping(words)) {
    return empties(words[0] ?? '', directory, cwd) ? 'deletes' : undefined;
  }
  return initialised(call, words, container) === directory ? 'initialises' : undefined;
}

/** True for a path that is the directory or above it, with or without `/*`. */
function empties(word: string, directory: string, cwd: string | undefined): boolean {
  if (word.startsWith('-') || isUnknown(word)) return false;
  const absolute = word.startsWith('/') ? word : cwd === undefined ? undefined : `${cwd}/${word.replace(/^\.\//u, '')}`;
  const path = absolute?.replace(/\/(?:\*|\.\*|\{[*.,]+\}|\.)?$/u, '').replace(/\/+$/u, '');
  return path !== undefined && path !== '' && !/[*?[{]/u.test(path) && isWithin(directory, path);
}

/** `find` that deletes whatever it meets; one that chooses by name or age may mean something else. */
function isSweeping(words: readonly string[]): boolean {
  const deletes = words.includes('-delete') || (words.includes('-exec') && words.includes('rm'));
  return (
    deletes &&
    !words.some((word) => /^-(?:i?name|[mca]time|[mca]min|regex|i?path|newer|size|user|empty|not)$|^!$/u.test(word))
  );
}

/** The directory that a call initialises as a new database; undefined for other calls, and where it cannot be known. */
function initialised(call: Call, words: readonly string[], container: Container): string | undefined {
  const option = (names: readonly string[]): string | undefined => {
    for (const [index, word] of words.entries()) {
      for (const name of names) {
        if (word === name) return words[index + 1];
        if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
        if (/^-\w$/u.test(name) && word.startsWith(name) && !word.startsWith('--')) return word.slice(2);
      }
    }
    return undefined;
  };
  const isMySql = call.program === 'mysqld' && words.some((word) => /^--initialize(?:-insecure)?$/u.test(word));
  if (call.program !== 'initdb' && !isMySql) return undefined;
  const written = isMySql
    ? (option(['--datadir', '-h']) ?? '/var/lib/mysql')
    : (option(['-D', '--pgdata']) ?? container.environment.variables.get('PGDATA')?.value);
  return written === undefined || isUnknown(written) ? undefined : written.replace(/\/+$/u, '');
}

function runsAlways(call: Call, harm: Harm): boolean {
  if (call.from === 'argument') return true;
  const script = call.source && valueAt(call.source.object.body, call.source.path);
  const offset = call.source?.span?.[0];
  if (typeof script !== 'string' || offset === undefined || !isUnconditional(script, offset)) return false;
  return harm === 'deletes' || !isFailureExpected(script, offset);
}

/** Follows `cd` through the calls of a container. */
class WorkingDirectory {
  path: string | undefined;

  follow({ program, words }: Call): void {
    if (program !== 'cd') return;
    const to = words[0]?.value;
    this.path = to?.startsWith('/') === true && !isUnknown(to) ? to.replace(/\/+$/u, '') : undefined;
  }
}
