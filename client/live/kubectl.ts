import type { LiveObject } from '../../core/inventory/model.ts';

/** Where kubectl goes. */
export interface KubectlPlace {
  readonly context: string;
  /** Only where kubectl would not find the context by itself. */
  readonly kubeconfig: string | undefined;
}

/** A word as shells take it literally. What needs no quotes has none. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function kubectl({ context, kubeconfig }: KubectlPlace, namespace: string | undefined, ...rest: string[]): string {
  return [
    'kubectl',
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    '--context',
    context,
    ...(namespace === undefined ? [] : ['-n', namespace]),
    ...rest,
  ]
    .map(quoted)
    .join(' ');
}

/** `statefulset`, and with its group where the name alone may mean another: `cluster.postgresql.cnpg.io`. */
function resource({ apiVersion, kind }: LiveObject): string {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const isOwn = group === '' || !group.includes('.') || group.endsWith('.k8s.io');
  return isOwn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** A command to copy, with what it does. */
export interface Copyable {
  readonly title: string;
  readonly command: string;
}

/** The commands that look at an object. */
export function looking(place: KubectlPlace, object: LiveObject): readonly Copyable[] {
  const name = `${resource(object)}/${object.name}`;
  return [
    { title: 'Describe', command: kubectl(place, object.namespace, 'describe', name) },
    { title: 'Get as YAML', command: kubectl(place, object.namespace, 'get', name, '-o', 'yaml') },
  ];
}

/** The commands for a member: its log, a shell, its database's client, a local port. */
export function entering(
  place: KubectlPlace,
  pod: LiveObject,
  container: string,
  more: { readonly client: readonly string[] | undefined; readonly ports: readonly number[] },
): readonly Copyable[] {
  const at = (...rest: string[]): string => kubectl(place, pod.namespace, ...rest);
  const exec = (...command: readonly string[]): string =>
    at('exec', '-it', pod.name, '-c', container, '--', ...command);
  return [
    { title: 'Follow the log', command: at('logs', '-f', '--tail=500', pod.name, '-c', container) },
    { title: 'Log of the previous container', command: at('logs', '--previous', pod.name, '-c', container) },
    { title: 'Shell', command: exec('sh') },
    ...(more.client === undefined ? [] : [{ title: 'Database client', command: exec(...more.client) }]),
    ...more.ports.map((port) => ({
      title: `Forward port ${port}`,
      command: at('port-forward', '--address', '127.0.0.1', `pod/${pod.name}`, String(port)),
    })),
  ];
}
