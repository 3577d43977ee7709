import { RESOURCES } from '../../cluster/resources.ts';
import {
  imageWarnings,
  placementFindings,
  podRoomWarnings,
  readNodes,
  requestsOf,
  together,
  type Findings,
} from '../../preflight/index.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Operation, Situation } from '../../runner/plan.ts';
import { readRecord } from '../stop/record.ts';

/** A start that first looks whether its volumes' nodes take pods, and whether there is room and an image for them. What cannot be seen is said. */
export function lookingFirst(start: Operation): Operation {
  return {
    ...start,
    plan: async (situation, given) => {
      const plan = await start.plan(situation, given);
      // Taken up again, some of it runs already.
      if (Object.keys(situation.facts).length > 0) return plan;
      const { refusals, warnings } = await look(situation);
      return {
        ...plan,
        refusals: [...plan.refusals, ...refusals],
        warnings: [...plan.warnings, ...warnings],
      };
    },
  };
}

async function look({ connection, database, signal }: Situation): Promise<Findings> {
  const { namespace, workload, container } = database;
  if (workload.kind !== 'StatefulSet') return together([]);
  const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
  const body = await connection.read(place, signal ? { signal } : {});
  const record = readRecord(body);
  if (typeof record === 'string') return together([]);
  const nodes = await readNodes(connection, signal);
  const spec = fieldOf(body).at('spec', 'template', 'spec');
  const image = spec
    .at('containers')
    .items()
    .find((one) => one.at('name').string() === container)
    ?.at('image')
    .string();
  const claims = record.claims.map(({ name }) => name);
  return together([
    await placementFindings(connection, namespace, claims, nodes, signal),
    {
      refusals: [],
      warnings: [
        ...(await podRoomWarnings(connection, nodes, requestsOf(spec), record.replicas, signal)),
        ...(image === undefined ? [] : imageWarnings(nodes, image)),
      ],
    },
  ]);
}
