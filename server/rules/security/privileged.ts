import type { Database } from '../../../engines/model/database.ts';
import type { Container } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, Report } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerOfWorkload } from './container-phrase.ts';

export const privileged = databaseRule({
  id: 'security/privileged',
  severity: 'error',
  title: 'The pod has the power over its node',
  why: `A privileged container, one with \`SYS_ADMIN\`, and one that sees the node's processes can leave its container: whoever breaks into the database then
has the node, the volumes of all that run there, and their Secrets. No database server needs it; what is asked for in old manifests is most
often a kernel setting, which belongs to the node.`,
  when: `Fires for \`privileged: true\`, the capability \`SYS_ADMIN\` or \`ALL\`, \`hostPID\` and \`hostIPC\` in the database's pods. Only an information for an
init container that does nothing but set a kernel parameter (\`sysctl -w vm.max_map_count=…\`). Silent for templates.`,
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  whenItRuns: `The change restarts the pods. Take the power away from one member first, and see that it starts: a storage driver or an agent beside the server
may have relied on it.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17', container: 'securityContext:\n  privileged: true\n' }),
    good: exampleSet({ name: 'postgres', image: 'postgres:17' }),
  },
  *check(database, { siblings }) {
    // The pod is told of once, with its first database.
    if (siblings[0] !== database) return;
    const { pod, workload } = database;
    for (const key of ['hostPID', 'hostIPC'] as const) {
      const field = pod.spec.at(key);
      if (field.boolean() !== true) continue;
      yield {
        source: field.source,
        message: `The pods of ${workload.kind} '${workload.name ?? ''}' share the node's ${key === 'hostPID' ? 'processes' : 'memory segments'}: whoever breaks into the database sees those of the whole node.`,
        thing: `pod:${key}`,
        fixes: [withdraw(database, field.path)],
      };
    }
    for (const container of pod.containers) yield* ofContainer(database, container);
  },
});

function* ofContainer(database: Database, container: Container): Iterable<Report> {
  const context = container.field.at('securityContext');
  const whole = context.at('privileged');
  const thing = `container:${container.name ?? ''}`;
  const phrase = containerOfWorkload(container, database.workload);
  const isTuning = container.init && setsKernelParameters(container);
  if (whole.boolean() === true) {
    yield {
      source: whole.source,
      ...(isTuning ? { severity: 'info' as const } : {}),
      message: isTuning
        ? `To set kernel parameters, ${phrase} is privileged: better set them when the node is made.`
        : `Being privileged, ${phrase} has the power over its node: whoever breaks in has the node too.`,
      thing,
      fixes: isTuning ? [] : [withdraw(database, whole.path)],
    };
    return;
  }
  const power = context
    .at('capabilities', 'add')
    .items()
    .find((one) => /^(?:CAP_)?(?:SYS_ADMIN|ALL)$/u.test(one.string() ?? ''));
  if (power === undefined) return;
  yield {
    source: power.source,
    message: `With the capability ${power.string() ?? ''}, ${phrase} has the power over its node: whoever breaks in has the node too.`,
    thing,
    fixes: [withdraw(database, power.path)],
  };
}

/** It runs nothing but `sysctl`, or a write below /proc/sys or /sys. */
function setsKernelParameters({ words }: Container): boolean {
  return words.some(({ value }) => /\bsysctl\b|\/proc\/sys\/|\/sys\/kernel\//u.test(value));
}

function withdraw({ workload }: Database, path: readonly (string | number)[]): Fix {
  return {
    title: 'Take the power away (only if nothing in the pod relies on it)',
    kind: 'careful',
    apply: (editor) => {
      editor.remove(workload.object, path, { prune: true });
    },
  };
}
