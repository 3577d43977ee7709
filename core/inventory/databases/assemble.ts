import type { Told } from '../../../engines/operators/index.ts';
import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { MemberToAsk } from '../asking/types.ts';
import { memberKey } from '../asking/types.ts';
import type { FlavourId, LiveDatabase, LiveMember } from '../model.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { wantedVolumes } from '../usage/wanted.ts';
import type { WantedVolume } from '../usage/wanted.ts';
import type { PartsMade } from './parts.ts';
import { backupsOf } from './backups.ts';
import type { BackupSeen } from './backups.ts';
import { customBackupsOf } from './custom-backups.ts';
import { fencedOf, fencedRemarks } from './fenced.ts';
import { judge } from './health.ts';
import { hoursOf } from './hours.ts';
import { goalsSeen, keptOf } from './kept.ts';
import { containerName, seeMember, showMember } from './member.ts';
import type { MemberSeen } from './member.ts';
import { toldRoles } from './told-role.ts';
import { servicesInputs, servicesOf } from './services.ts';
import type { Sight } from './sight.ts';
import { storageInputs, storageOf } from './storage.ts';
import type { Unit } from './unit.ts';
import type { WriterWatch } from './writers.ts';
import type { WriterSaid } from './writers.ts';

/** A database as it is shown, and what asking its members needs. */
export interface Assembled {
  readonly database: LiveDatabase;
  readonly toAsk: readonly MemberToAsk[];
  readonly volumes: readonly WantedVolume[];
  /** Keys of members that should be asked again now: they may be two writers. */
  readonly suspects: readonly string[];
}

/** What a database keeps from one assembly to the next. */
export interface Lasting {
  readonly watch: WriterWatch;
  readonly parts: PartsMade;
}

/** The id of a database of a unit. */
export function databaseId(unit: Unit, database: Database): string {
  const { namespace, kind, name } = unit.object;
  return `${namespace ?? ''}/${kind}/${name}/${containerName(database)}`;
}

/** Puts a live database together from its model, its pods and what is known of them. */
export function assemble(
  unit: Unit,
  database: Database,
  siblings: number,
  backups: readonly BackupSeen[],
  { watch, parts }: Lasting,
  sight: Sight,
): Assembled {
  const { engine, context } = database;
  const pods = unit.pods.filter((pod) => isMember(pod, unit));
  const custom = unit.operated?.operator.read(unit.operated.resource.body);
  const told = toldRoles(pods, database.pod.labels, custom);
  const seen = pods.map((pod) => seeMember(pod, database, told.get(pod.uid), sight));
  const members = seen.map((one) =>
    showMember(
      one,
      seen.filter((other) => other !== one),
      sight,
    ),
  );
  const singleWriter = engine.live?.singleWriter(context) ?? false;
  const apart = database.cache && database.replication.state === 'none';
  watch.take(singleWriter && !apart ? saidBy(unit, seen, containerName(database)) : []);
  const alarm = watch.alarm();
  const alarms = alarm ? [alarm] : [];
  const storage = parts.take('storage', storageInputs(unit, database, pods, sight), sight, (own) =>
    storageOf(unit, database, pods, own),
  );
  const services = parts.take('services', servicesInputs(unit, database, pods, members, sight), sight, (own) =>
    servicesOf(unit, database, pods, members, own),
  );
  const desired = custom ? (custom.paused ? 0 : custom.desired) : desiredOf(unit, database);
  const namespace = unit.object.namespace ?? '';
  const backupsSeen = [
    ...backupsOf({ database, namespace, services, storage, pods }, backups, sight.lookup),
    ...customBackupsOf(unit, sight.lookup),
  ];
  const kept = keptOf(unit, sight);
  const fenced = fencedOf(unit);
  const { health, reasons } = judge({
    alarms,
    desired,
    members,
    storage,
    singleWriter,
    apart,
    calledPrimary: pods.filter((pod) => told.get(pod.uid)?.role === 'primary').map(({ name }) => name),
    seesPods: sight.sees('Pod', namespace),
    remarks: [...(custom ? remarksOf(custom) : []), ...fencedRemarks(fenced)],
  });
  const toAsk = seen.map((one) => askable(unit, database, one, Math.max(desired ?? 0, members.length) > 1));
  return {
    toAsk,
    volumes: seen.filter(({ state }) => state.running).flatMap(({ pod }) => wantedVolumes(pod, database)),
    suspects: watch.suspects(),
    database: {
      id: databaseId(unit, database),
      namespace,
      name: siblings > 1 ? `${unit.object.name}/${containerName(database)}` : unit.object.name,
      engine: engine.id,
      engineName: engine.name,
      version: versionOf(database, members, custom?.version),
      flavour: unit.operated ? `operator:${unit.operated.operator.id}` : flavourOf(database),
      cache: database.cache,
      workload: unit.object,
      container: containerName(database),
      health,
      reasons,
      alarms,
      replicas: { desired, ready: members.filter(({ ready }) => ready).length },
      members,
      storage,
      services,
      backups: backupsSeen,
      hours: hoursOf(unit, sight.lookup),
      kept,
      goals: goalsSeen(unit, { kept, backups: backupsSeen }, sight),
      ...(fenced !== undefined && { fenced }),
    },
  };
}

/** Pods that have ended and were replaced belong to nobody's picture: a Deployment leaves evicted ones behind. A StatefulSet's keep their place. */
function isMember(pod: StoredObject, unit: Unit): boolean {
  const phase = new Field(pod).at('status', 'phase').string();
  const hasEnded = phase === 'Failed' || phase === 'Succeeded';
  return !hasEnded || unit.object.kind === 'StatefulSet' || unit.object.kind === 'Pod';
}

/** What an operator says is wrong. */
function remarksOf({ state, phase, remarks }: Told): readonly string[] {
  const failed = state === 'failed' ? [`The operator says: ${phase ?? 'failed'}.`] : [];
  return [...failed, ...remarks.map((remark) => `The operator: ${remark}.`)];
}

function saidBy(unit: Unit, seen: readonly MemberSeen[], container: string): WriterSaid[] {
  return seen.flatMap(({ pod, asked }): WriterSaid[] => {
    const { answer } = asked;
    const { at } = asked.asked;
    return answer === undefined || at === undefined
      ? []
      : [
          {
            key: memberKey({ uid: pod.uid, container }),
            pod: pod.name,
            writable: answer.writable,
            at,
            // Shards of one custom resource have a primary each, and say who they are.
            identity: unit.operated ? answer.identity : undefined,
          },
        ];
  });
}

function askable(unit: Unit, database: Database, { pod, state }: MemberSeen, replicated: boolean): MemberToAsk {
  return {
    database: databaseId(unit, database),
    namespace: unit.object.namespace ?? '',
    pod: pod.name,
    uid: pod.uid,
    container: containerName(database),
    node: new Field(pod).at('spec', 'nodeName').string(),
    address: state.address,
    running: state.running,
    started: state.started,
    restarts: state.restarts,
    replicated,
    engine: database.engine,
    context: database.context,
  };
}

/** Undefined where nothing that can be seen says how many members there should be. */
function desiredOf(unit: Unit, database: Database): number | undefined {
  if (unit.byPods) return undefined;
  if (unit.object.kind === 'DaemonSet') {
    return new Field(unit.template).at('status', 'desiredNumberScheduled').number();
  }
  return database.members.count;
}

/** What the primary says, else any member; else what the image says. */
function versionOf(database: Database, members: readonly LiveMember[], told: string | undefined): string | undefined {
  const said = members.find(({ role, version }) => role === 'primary' && version !== undefined);
  return (
    said?.version ?? members.find(({ version }) => version !== undefined)?.version ?? told ?? database.version?.text
  );
}

const METHODS: Readonly<Record<string, FlavourId>> = {
  patroni: 'patroni',
  galera: 'galera',
  sentinel: 'sentinel',
  'replica-set': 'replica-set',
};

function flavourOf({ replication }: Database): FlavourId {
  const own = METHODS[replication.method ?? ''];
  return own ?? (replication.state === 'self' ? 'self' : 'plain');
}
