import { dumpEngineOf } from '../../../engines/dumps.ts';
import { destinationObject } from '../../../core/backups/destinations.ts';
import { cacheObject, EMPTY_CACHE } from '../../../core/backups/cache.ts';
import { knownOf } from '../../../core/backups/known.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { dataOperations } from '../../../core/operations/index.ts';
import type { Operation } from '../../../core/runner/index.ts';
import type { Case } from '../engines/cases.ts';
import type { Orders } from '../engines/orders.ts';
import { ID } from '../engines/kill.ts';
import { exampleId, putExample, type Example } from './example.ts';
import { inPlaceCase } from './in-place-case.ts';
import { judgeBackup } from './judge-backup.ts';
import { judgePrune } from './judge-prune.ts';
import { judgeRestore } from './judge-restore.ts';
import { judgeVerify } from './judge-verify.ts';
import { QUERY } from './query.ts';

/** The program that stays for later operations, and the list of what is known of backups. */
const KEPT = 'plinth-mover-[0-9a-f]+|plinth-backups-orders';
export const DESTINATION = 'here';

const operations = dataOperations({
  mover: () => Promise.resolve({ text: 'the toy’s mover' }),
  dumpEngineOf,
  tool: 'plinth 0.0.0',
});

function operationOf(id: Operation['id']): Operation {
  const found = operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
}

/** A claim as the destination of backups. */
async function withDestination({ world }: Orders): Promise<void> {
  const destination = { kind: 'claim', claim: 'backups', prefix: 'kept' } as const;
  world.put(RESOURCES.configMaps, 'shop', destinationObject('shop', { name: DESTINATION, destination }));
  world.put(RESOURCES.claims, 'shop', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'backups' },
    spec: { resources: { requests: { storage: '10Gi' } } },
  });
  await world.time.pass(500);
}

const withBackups =
  (...examples: readonly Example[]) =>
  async (orders: Orders): Promise<void> => {
    await withDestination(orders);
    for (const example of examples) putExample(orders, example);
  };

/** Three backups, of which the list of known ones tells: the one in the middle is the only one that a restore test has proven. */
const [OLD, PROVEN, NEW] = [5, 3, 1];
async function withKnownBackups(orders: Orders): Promise<void> {
  await withBackups({ hours: OLD }, { hours: PROVEN, verified: true }, { hours: NEW })(orders);
  const known = (await orders.shelf.index()).map((backup) => knownOf(DESTINATION, backup));
  const cache = { ...EMPTY_CACHE, backups: known };
  orders.world.put(RESOURCES.configMaps, 'shop', cacheObject('shop', 'orders', cache));
}

const leavesKept = (): RegExp => new RegExp(`^(${KEPT})$`, 'u');
const HOUR_OLD = exampleId(1);

/** The operations that move data, as they stand in the product. */
export const DATA_CASES = {
  backup: {
    operation: operationOf('backup'),
    parameters: { destination: DESTINATION, ...QUERY },
    options: { plainPassword: true },
    jobsStay: true,
    leaves: leavesKept,
    least: 75,
    amidst: [36, 75],
    late: 70,
    before: withDestination,
    judge: judgeBackup,
  },
  'verify-backup': {
    operation: operationOf('verify-backup'),
    parameters: { destination: DESTINATION, backup: HOUR_OLD },
    leaves: leavesKept,
    least: 120,
    most: 190,
    late: 104,
    before: withBackups({ hours: 1 }),
    judge: judgeVerify(HOUR_OLD, 'verified'),
  },
  restore: {
    operation: operationOf('restore'),
    parameters: { destination: DESTINATION, backup: HOUR_OLD, name: 'copy' },
    options: { plainPassword: true },
    jobsStay: true,
    leaves: (done) => new RegExp(`^(${KEPT}${done ? '|copy|copy-0|copy-passwords|data-copy-0' : ''})$`, 'u'),
    least: 120,
    late: 118,
    before: withBackups({ hours: 1 }),
    judge: judgeRestore(HOUR_OLD, 'copy'),
  },
  'prune-backups': {
    operation: operationOf('prune-backups'),
    parameters: { destination: DESTINATION, last: 1 },
    jobsStay: true,
    leaves: leavesKept,
    least: 70,
    begun: 22,
    amidst: [24, 70],
    before: withKnownBackups,
    judge: judgePrune({
      goes: [exampleId(OLD)],
      stays: [`${exampleId(PROVEN)} verified`, `${exampleId(NEW)} unverified`],
    }),
  },
} satisfies Readonly<Record<string, Case>>;

/** What changes the database's own claims: a restore in place of a set with more than one member. */
export const IN_PLACE: Readonly<Record<string, Case>> = {
  'restore in place of two members': inPlaceCase(
    operationOf('restore'),
    { destination: DESTINATION, backup: HOUR_OLD, id: ID },
    withBackups({ hours: 1 }),
    leavesKept,
  ),
};

/** A backup that does not hold all that its manifest says: nobody may call it verified, wherever its test is broken off. */
export const LACKING: Readonly<Record<string, Case>> = {
  'verify-backup of one that lacks a row': {
    operation: operationOf('verify-backup'),
    parameters: { destination: DESTINATION, backup: HOUR_OLD },
    leaves: leavesKept,
    least: 120,
    most: 190,
    before: withBackups({ hours: 1, lacks: 1 }),
    judge: judgeVerify(HOUR_OLD, 'failed'),
  },
};
