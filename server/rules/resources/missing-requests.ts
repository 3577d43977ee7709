import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase, containerPlace } from '../probes/container.ts';
import { kindOfProbeFix as kindOfFix, titled } from '../probes/fix-kind.ts';
import { askedBy, isLasting } from './asked.ts';
import type { Asked } from './asked.ts';

export const missingRequests = databaseRule({
  id: 'resources/missing-requests',
  severity: 'warning',
  title: 'Nothing is set aside for the database on its node',
  why: `Requests are what the scheduler sets aside. A pod without them fits onto any node, also onto one that is full: it gets the CPU time that others leave, and when
memory runs short the kubelet evicts first whoever uses more than it has asked for; without a request, any use is more. The database is then the first to be
killed for what its neighbours do.`,
  when: `Fires when the database's container has no CPU request or no memory request; a limit counts as the request, and so do \`resources\` of the whole pod. Silent
with a LimitRange in sight, where a template gives them, and for data meant to be thrown away.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction',
  ],
  // Without a request there is nothing that a limit could be equal to: first things first.
  silences: ['resources/missing-memory-limit'],
  live: ['LimitRange'],
  whenItRuns: `The change of the pod template rolls through the members one by one. Look at what they use first (\`kubectl top pod\`) and ask for that. The requests of a
bare Pod cannot be changed: delete it and create it again, at a time when clients can do without it.`,
  examples: {
    bad: exampleSet({ name: 'redis', image: 'redis:7.4' }),
    good: exampleSet({
      name: 'redis',
      image: 'redis:7.4',
      container: `resources:
  requests:
    cpu: 100m
    memory: 512Mi
  limits:
    memory: 512Mi
`,
    }),
  },
  *check(database, context) {
    const asked = askedBy(database, context);
    const { field, lacksCpu, lacksMemory, lacksLimit } = asked;
    if (!isLasting(database) || (!lacksCpu && !lacksMemory)) return;
    const missing = [...(lacksCpu ? ['CPU'] : []), ...(lacksMemory ? ['memory'] : [])].join(' and no ');
    const limit = lacksMemory && lacksLimit ? ', and has no memory limit' : '';
    const consequence = lacksMemory
      ? 'it may land on a full node, and is evicted first when memory runs short.'
      : 'it may land on a busy node, and gets only the CPU time that others leave.';
    const name = database.container.name ?? '';
    yield {
      source: field.exists && field.value !== null ? field.source : containerPlace(database),
      message: `${containerPhrase(database)} requests no ${missing}${limit}: ${consequence}`,
      thing: `${lacksMemory ? 'memory' : 'cpu'}:${name}`,
      fixes: fixesOf(database, asked),
    };
  },
});

function fixesOf(database: Database, { lacksCpu, lacksMemory, cpuRequest, memoryRequest, field }: Asked): Fix[] {
  const floor = database.engine.resources?.floor.value;
  if (floor === undefined || field.unknown) return [];
  const kind = kindOfFix(database);
  const wanted: (readonly [Field, string])[] = [
    ...(lacksCpu ? [[cpuRequest, floor.cpu] as const] : []),
    ...(lacksMemory ? [[memoryRequest, floor.memory] as const] : []),
  ];
  const said = wanted.map(([request, amount]) => `${String(request.path.at(-1))} ${amount}`).join(', ');
  return [
    {
      title: titled(`Request what ${database.engine.name} needs at least: ${said}`, kind),
      kind,
      apply: (editor) => {
        for (const [{ object, path }, amount] of wanted) editor.set(object, path, amount);
      },
    },
  ];
}
