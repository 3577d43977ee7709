import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';
import { askedBy, bytesText, isLasting } from './asked.ts';

export const notGuaranteed = databaseRule({
  id: 'resources/not-guaranteed',
  severity: 'info',
  title: 'The memory limit is higher than what is set aside',
  why: `Only the request is set aside on the node. What a database uses beyond it, up to its limit, is borrowed: when the node runs short, pods that use more than they have
requested are evicted first, and the kernel, too, picks them first. Databases fill their caches and stay there, so they live in the borrowed part all day.

With limit equal to request the memory is the database's own. CPU limits are another matter: they only slow it down.`,
  when: `Fires when memory request and limit of the database's container are both in sight and the limit is higher. Silent without either (other rules say so), where a template
gives them, and for caches and data meant to be thrown away.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction',
  ],
  whenItRuns: `The change of the pod template restarts the members one by one. A member for whose request no node has room stays \`Pending\`, and its volume may
bind it to one node or zone: look at \`kubectl describe node\` first.`,
  examples: { bad: example('1Gi'), good: example('2Gi') },
  *check(database, context) {
    const { limit, request, memoryRequest, memoryLimit } = askedBy(database, context);
    if (!isLasting(database) || database.cache) return;
    if (limit === undefined || request === undefined || request >= limit) return;
    const amount = memoryLimit.string() ?? memoryLimit.number();
    yield {
      source: memoryRequest.source,
      message: `${containerPhrase(database)} may use ${bytesText(limit)} and has only ${bytesText(request)} set aside: when its node runs short of memory, it is among the first to be evicted.`,
      thing: `memory:${database.container.name ?? ''}`,
      related: [{ source: memoryLimit.source, message: 'The limit' }],
      fixes:
        amount === undefined
          ? []
          : [
              {
                title: `Request the whole ${String(amount)} (only if the nodes have room for it)`,
                kind: 'careful',
                apply: (editor) => {
                  editor.set(memoryRequest.object, memoryRequest.path, amount);
                },
              },
            ],
    };
  },
});

function example(request: string): string {
  return exampleSet({
    name: 'postgres',
    image: 'postgres:17',
    container: `resources:
  requests: { cpu: 500m, memory: ${request} }
  limits: { memory: 2Gi }
`,
  });
}
