import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase, containerPlace } from '../probes/container.ts';
import { askedBy, isLasting } from './asked.ts';
import type { Asked } from './asked.ts';

export const missingMemoryLimit = databaseRule({
  id: 'resources/missing-memory-limit',
  severity: 'warning',
  title: 'Nothing bounds the memory of the database',
  why: `Without a limit a database grows with its connections, its queries and its caches until the node has nothing left. Then the kernel kills some process on that
node, often the largest: the database itself, in the middle of its writes, or a neighbour. And engines that size their caches by the memory that they see take
the whole node for theirs.

A limit that equals the request makes sure that the memory is there when it is needed.`,
  when: `Fires when the database's container has no memory limit, nor the whole pod. Silent with a LimitRange in sight, where a template gives it, for data meant to be thrown
away, and while the memory request is missing as well (\`resources/missing-requests\` says both).`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits',
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/',
  ],
  live: ['LimitRange'],
  whenItRuns: `A server that uses more than its new limit is killed at once, again and again. Look at what it uses at its busiest first (\`kubectl top pod\`, better the
graphs of some weeks), and take that, with room, for request and limit. The change of the pod template restarts the members one by one.`,
  examples: {
    bad: example('requests: { cpu: 500m, memory: 1Gi }'),
    good: example('requests: { cpu: 500m, memory: 1Gi }\n  limits: { memory: 1Gi }'),
  },
  *check(database, context) {
    const asked = askedBy(database, context);
    const { field, lacksLimit } = asked;
    if (!isLasting(database) || !lacksLimit) return;
    const { container } = database;
    const limits = field.at('limits');
    const place = limits.exists ? limits : field;
    yield {
      source: place.exists && place.value !== null ? place.source : containerPlace(database),
      message: `${containerPhrase(database)} has no memory limit: it may grow until its node has no memory left, and the kernel kills it or a neighbour.`,
      thing: `memory:${container.name ?? ''}`,
      fixes: limitAsRequested(asked),
    };
  },
});

function limitAsRequested({ memoryRequest, memoryLimit }: Asked): Fix[] {
  const amount = memoryRequest.string();
  if (amount === undefined) return [];
  return [
    {
      title: `Limit memory to what is requested, ${amount} (only if the server never uses more)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(memoryLimit.object, memoryLimit.path, amount);
      },
    },
  ];
}

function example(resources: string): string {
  return exampleSet({ name: 'postgres', image: 'postgres:17', container: `resources:\n  ${resources}` });
}
