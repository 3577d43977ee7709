import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { Container } from '../../../engines/model/workload.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { MIGRATION_TOOLS } from './migration-tools.ts';
import type { MigrationTool } from './migration-tools.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

export const migrationPerReplica = databaseRule({
  id: 'workload/migration-per-replica',
  severity: 'warning',
  title: 'Schema migrations run once per replica',
  why: `An init container runs in every pod. With three replicas three migrations start, often within the same second, and a tool that
takes no lock lets them all change the schema at once: a column is added twice, a table is half filled, one of them fails and leaves the
version table behind. A Job runs once.`,
  when: `Fires when an init container of a database's workload with more than one replica runs a migration tool that is known to take no
lock (Alembic, Django, Sequelize, TypeORM). Silent for one replica, for tools that lock (Flyway, Liquibase, golang-migrate, Rails, Prisma,
Knex), and for what it cannot tell.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/',
    ...MIGRATION_TOOLS.filter(({ locks }) => !locks).map(({ source }) => source),
  ],
  whenItRuns: `Moving the migration changes nothing in the database. Apply the Job, wait for it
(\`kubectl wait --for=condition=complete job/NAME\`), then apply the workload without the init container. A Job's template cannot be
changed: delete the old Job before the next migration, or give it a new name each time.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  replicas: 3
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      initContainers:
        - name: migrate
          image: registry.example.com/shop:2.1
          command: [alembic, upgrade, head]
      containers:
        - name: postgres
          image: postgres:16.4
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  replicas: 3
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
---
apiVersion: batch/v1
kind: Job
metadata:
  name: shop-migrate
spec:
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: migrate
          image: registry.example.com/shop:2.1
          command: [alembic, upgrade, head]
`,
  },
  *check(database, context) {
    const { members, pod } = database;
    if (members.count === undefined || members.count < 2 || !speaksForWorkload(database, context)) return;
    for (const container of pod.containers.filter((one) => one.init)) {
      const tool = toolOf(container);
      if (tool === undefined || tool.locks) continue;
      const fix = moveToJob(database, container);
      yield {
        source: (container.field.at('name').exists ? container.field.at('name') : container.field).source,
        message: `Init container '${container.name ?? ''}' runs ${tool.name} migrations in each of the ${members.count} pods of ${nameOfWorkload(database)}: they change the schema at the same time, and ${tool.name} takes no lock.`,
        thing: `container:${container.name ?? ''}`,
        related: [{ source: members.source, message: `${members.count} replicas` }],
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

function toolOf({ words, image }: Container): MigrationTool | undefined {
  const text = words.map(({ value }) => value).join(' ');
  return MIGRATION_TOOLS.find(
    (tool) => tool.command.test(text) || (words.length === 0 && tool.image?.test(image?.repository ?? '')),
  );
}

/** The container as a Job of its own, with the volumes that it mounts; undefined where some of it is templated or belongs to a claim template. */
function moveToJob({ workload, pod }: Database, container: Container): Fix | undefined {
  const { object, root } = workload;
  const namespace = root.at('metadata', 'namespace');
  const volumes = container.mounts.map(({ volume }) => volume);
  const isWhole = !isUnknown(JSON.stringify(container.field.value ?? null)) && !object.isOpen(container.field.path);
  const canMove = volumes.every((volume) => volume !== undefined && volume.kind !== 'claim-template');
  if (!isWhole || !canMove || namespace.unknown || workload.name === undefined || container.name === undefined)
    return undefined;
  const name = `${workload.name}-${container.name}`;
  const list = container.field.path.slice(0, -1);
  const isOnly = new Field(object, list).items().length === 1;
  const account = pod.spec.at('serviceAccountName').string();
  const job: Json = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(namespace.string() === undefined ? {} : { namespace: namespace.string() ?? '' }) },
    spec: {
      backoffLimit: 3,
      template: {
        spec: {
          restartPolicy: 'OnFailure',
          ...(account === undefined ? {} : { serviceAccountName: account }),
          containers: [container.field.value ?? {}],
          ...(volumes.length === 0 ? {} : { volumes: volumes.map((volume) => volume?.field.value ?? {}) }),
        },
      },
    },
  };
  return {
    title: `Run it once, as Job '${name}' (apply the Job first)`,
    kind: 'careful',
    apply: (editor) => {
      editor.remove(object, isOnly ? list : container.field.path);
      editor.addDocument(object, job);
    },
  };
}
