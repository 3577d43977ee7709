import type { Connection, Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { DATABASE_LABEL, fitting, MANAGED_BY, OPERATION_LABEL } from '../runner/names.ts';
import type { DatabaseName } from '../runner/plan.ts';
import type { Step } from '../runner/step.ts';
import { HOURS_LABEL } from './names.ts';

/** What a schedule has beside its CronJobs. */
export const PARTS: readonly Resource[] = [
  RESOURCES.configMaps,
  RESOURCES.serviceAccounts,
  RESOURCES.roles,
  RESOURCES.roleBindings,
];

interface Left {
  readonly resource: Resource;
  readonly name: string;
  readonly uid: string | undefined;
}

/** The last step: removes the programs and accounts of a database's schedules, but those that operation `keep` has made. Nothing that is left refers to them. */
export function tidyStep(database: DatabaseName, keep?: string): Step {
  const { namespace } = database;
  const words = 'program and account of the earlier schedule';
  return {
    id: 'tidy',
    title: `Remove ${words}`,
    commands: [
      `kubectl --namespace ${namespace} delete configmap,serviceaccount,role,rolebinding --selector ${selectorOf(database)}${keep === undefined ? '' : `,${OPERATION_LABEL}!=${keep}`}`,
    ],
    needs: PARTS.flatMap((resource) => ['list', 'delete'].map((verb) => ({ verb, resource, namespace }))),
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: 60,
    observe: async ({ see, signal }) => {
      const left = await leftOf(see, database, keep, signal);
      return left.length === 0
        ? { state: 'done', evidence: `There is no ${words}.` }
        : { state: 'todo', evidence: left.map(({ resource, name }) => `${resource.kind} ${name}`).join(', ') };
    },
    act: async (hand) => {
      for (const { resource, name, uid } of await leftOf(hand.see, database, keep, hand.signal))
        await hand.remove(
          { resource, namespace, name },
          { propagation: 'Background', ...(uid === undefined ? {} : { uid }) },
        );
    },
  };
}

const selectorOf = ({ name }: DatabaseName): string =>
  [
    ...Object.entries(MANAGED_BY).map(([key, value]) => `${key}=${value}`),
    `${HOURS_LABEL}=program`,
    `${DATABASE_LABEL}=${fitting(name)}`,
  ].join(',');

async function leftOf(
  connection: Pick<Connection, 'list'>,
  database: DatabaseName,
  keep: string | undefined,
  signal?: AbortSignal,
): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const resource of PARTS)
    for await (const { items } of connection.list(resource, database.namespace, {
      labelSelector: selectorOf(database),
      ...(signal ? { signal } : {}),
    }))
      for (const { metadata } of items) {
        const labels = (metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
        if (labels[OPERATION_LABEL] !== keep) left.push({ resource, name: metadata.name, uid: metadata.uid });
      }
  return left;
}
