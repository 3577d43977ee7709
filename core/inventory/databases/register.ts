import { buildModel } from '../../../engines/model/builder.ts';
import type { Recogniser } from '../../../engines/model/builder.ts';
import type { WorkloadModel } from '../../../engines/model/database.ts';
import { cachePlace } from '../../backups/cache.ts';
import type { MemberToAsk } from '../asking/types.ts';
import { memberKey } from '../asking/types.ts';
import type { ConfigMapName } from '../configuration.ts';
import type { LiveDatabase } from '../model.ts';
import { LiveLookup } from '../store/live-lookup.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { assemble } from './assemble.ts';
import type { Assembled, Lasting } from './assemble.ts';
import { isRunOf } from './backups.ts';
import type { BackupSeen } from './backups.ts';
import { Dependents } from './dependents.ts';
import { PartsMade } from './parts.ts';
import { keepSame } from './same.ts';
import type { Sight } from './sight.ts';
import type { WantedVolume } from '../usage/wanted.ts';
import { findTemplate, findUnit, unitKey, unitOf } from './unit.ts';
import type { TemplateFound, Unit, UnitKey } from './unit.ts';
import { WriterWatch } from './writers.ts';

/** What the register needs to know besides the store. */
export type Surroundings = Omit<Sight, 'lookup'>;

/** What a step of work changed. */
export interface RegisterChange {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

type OnValue = (before: LiveDatabase | undefined, after: LiveDatabase) => void;

interface Recognised {
  readonly model: WorkloadModel | undefined;
  readonly object: StoredObject;
}

interface Shown {
  readonly assembled: readonly Assembled[];
  /** What each database keeps, by its container. */
  readonly lasting: ReadonlyMap<string, Lasting>;
}

/** A key of the register's own: backups that are seen in a namespace. */
const backupsKey = (namespace: string): string => `backups ${namespace}`;

const NOTHING: Shown = { assembled: [], lasting: new Map() };

/**
 * The databases of a store. Each is computed in two steps, for they change at different speeds: its model from workload, ConfigMaps and
 * claims; and what is shown, from pods, answers and used space. Both note what they have read, and are done again only when that changes.
 */
export class DatabaseRegister {
  readonly databases = new Map<string, LiveDatabase>();
  readonly #store: ObjectStore;
  readonly #around: Surroundings;
  readonly #recogniser: Recogniser;
  readonly #models = new Map<UnitKey, Recognised>();
  readonly #shown = new Map<UnitKey, Shown>();
  readonly #backups = new Map<string, Map<UnitKey, BackupSeen>>();
  readonly #modelReads = new Dependents();
  readonly #shownReads = new Dependents();
  readonly #dirtyModels = new Set<UnitKey>();
  /** What is to be shown anew, and the keys that changed for it. */
  readonly #dirtyShown = new Map<UnitKey, Set<string>>();
  readonly #unitOfMember = new Map<string, UnitKey>();
  readonly #unitOfDatabase = new Map<string, UnitKey>();

  constructor(store: ObjectStore, around: Surroundings, recogniser: Recogniser) {
    this.#store = store;
    this.#around = around;
    this.#recogniser = recogniser;
  }

  /** Whether there is work to do. */
  get isDirty(): boolean {
    return this.#dirtyModels.size > 0 || this.#dirtyShown.size > 0;
  }

  /** An object came, changed or went, and these keys with it. */
  touch(object: StoredObject, keys: Iterable<string>): void {
    const own = this.#keyOf(object);
    if (own !== undefined && !this.#models.has(own)) this.#dirtyModels.add(own);
    for (const key of keys) this.#touchKey(key);
  }

  /** Something that is no object changed for a member (an answer) or its volume (used space). */
  touchMember(key: string): void {
    const unit = this.#unitOfMember.get(key);
    if (unit !== undefined) this.#stale(unit);
  }

  /** Everything that reads this key of one's own, such as a volume's use. */
  touchKey(key: string): void {
    this.#touchKey(key);
  }

  /**
   * Does a unit's work; undefined where nothing is left to do. Call until then, with pauses for others in between. `onValue` sees each
   * database that is new or differs.
   */
  step(onValue: OnValue): RegisterChange | undefined {
    const [model] = this.#dirtyModels;
    if (model !== undefined) {
      this.#dirtyModels.delete(model);
      this.#recognise(model);
      return { changed: [], removed: [] };
    }
    const [shown] = this.#dirtyShown;
    if (shown === undefined) return undefined;
    const [key, touched] = shown;
    this.#dirtyShown.delete(key);
    return this.#show(key, touched, onValue);
  }

  /** All members as whoever asks them needs them. */
  members(): readonly MemberToAsk[] {
    return [...this.#shown.values()].flatMap(({ assembled }) => assembled.flatMap(({ toAsk }) => toAsk));
  }

  /** Volumes whose used space is to be known. */
  volumes(): readonly WantedVolume[] {
    return [...this.#shown.values()].flatMap(({ assembled }) => assembled.flatMap(({ volumes }) => volumes));
  }

  /** Members that may be two writers at once, by their keys. */
  suspects(): readonly string[] {
    return [...this.#shown.values()].flatMap(({ assembled }) => assembled.flatMap(({ suspects }) => suspects));
  }

  /** The model and the members of a database; undefined where there is none of this id. */
  detail(id: string): { readonly model: WorkloadModel; readonly toAsk: readonly MemberToAsk[] } | undefined {
    const unit = this.#unitOfDatabase.get(id) ?? '';
    const model = this.#models.get(unit)?.model;
    const found = this.#shown.get(unit)?.assembled.find(({ database }) => database.id === id);
    return model && found && { model, toAsk: found.toAsk };
  }

  /** Names of ConfigMaps on which models of databases and backups depend, and of those with their known backups, whether they are there or not. */
  wantedConfigMaps(): readonly ConfigMapName[] {
    const kept = [...this.databases.values()].map(({ namespace, workload }) => cachePlace(namespace, workload.name));
    const named = [...this.#models].flatMap(([unit, { model }]) => {
      if (model === undefined || (model.databases.length === 0 && model.backup === undefined)) return [];
      return [...this.#modelReads.keysOf(unit)].flatMap((key) => {
        const match = /^name ConfigMap ([^/]*)\/(.+)$/u.exec(key);
        return match?.[1] === undefined || match[2] === undefined ? [] : [{ namespace: match[1], name: match[2] }];
      });
    });
    return [...named, ...kept.map(({ namespace, name }) => ({ namespace, name, rare: true }))];
  }

  #keyOf(object: StoredObject): UnitKey | undefined {
    const isBackup = object.kind === 'CronJob' || (object.kind === 'Job' && !isRunOf(object));
    return isBackup ? unitKey(object.namespace, object.kind, object.name) : unitOf(object);
  }

  #touchKey(key: string): void {
    for (const unit of this.#modelReads.of(key)) this.#dirtyModels.add(unit);
    for (const unit of this.#shownReads.of(key)) this.#stale(unit).add(key);
  }

  #stale(unit: UnitKey): Set<string> {
    const known = this.#dirtyShown.get(unit);
    if (known) return known;
    const touched = new Set<string>();
    this.#dirtyShown.set(unit, touched);
    return touched;
  }

  #recognise(key: UnitKey): void {
    const read = new Set<string>();
    const lookup = new LiveLookup(this.#store, read);
    const found = this.#templateOf(key, lookup);
    const template = found === 'operated' ? undefined : found;
    const model = template && buildModel(template, lookup, this.#recogniser, []);
    this.#modelReads.set(key, found === undefined ? new Set() : read);
    if (template) this.#models.set(key, { model, object: template });
    else this.#models.delete(key);
    this.#noteBackup(key, template, model);
    if ((model?.databases.length ?? 0) > 0 || this.#shown.has(key)) this.#stale(key);
  }

  #templateOf(key: UnitKey, lookup: LiveLookup): TemplateFound {
    const [namespace, kind = '', name = ''] = key.split('/');
    return kind === 'CronJob' || kind === 'Job' ? lookup.one(kind, namespace, name) : findTemplate(key, lookup);
  }

  #noteBackup(key: UnitKey, object: StoredObject | undefined, model: WorkloadModel | undefined): void {
    const [namespace = ''] = key.split('/');
    const ofNamespace = this.#backups.get(namespace) ?? new Map<UnitKey, BackupSeen>();
    const had = ofNamespace.delete(key);
    const job = model?.backup;
    if (object && job) ofNamespace.set(key, { object, job });
    this.#backups.set(namespace, ofNamespace);
    if (had || job) this.#touchKey(backupsKey(namespace));
  }

  #show(key: UnitKey, touched: ReadonlySet<string>, onValue: OnValue): RegisterChange {
    const before = this.#shown.get(key) ?? NOTHING;
    for (const { parts } of before.lasting.values()) parts.forget(touched);
    const read = new Set<string>();
    const lookup = new LiveLookup(this.#store, read);
    const unit = findUnit(key, lookup);
    const model = this.#models.get(key)?.model;
    const fresh = unit && model ? this.#assembleAll(unit, model, before, lookup, read) : NOTHING;
    const isHere = fresh.assembled.length > 0;
    this.#shownReads.set(key, isHere ? read : new Set());
    this.#noteMembers(key, before, fresh);
    const change = this.#publish(before, fresh, onValue);
    if (isHere) this.#shown.set(key, this.#lasting(before, fresh));
    else this.#shown.delete(key);
    return change;
  }

  #noteMembers(key: UnitKey, before: Shown, fresh: Shown): void {
    for (const { database } of before.assembled) this.#unitOfDatabase.delete(database.id);
    for (const { database } of fresh.assembled) this.#unitOfDatabase.set(database.id, key);
    const [old, members] = [before, fresh].map((shown) => shown.assembled.flatMap(({ toAsk }) => toAsk));
    if (old === undefined || members === undefined || hasSameMembers(old, members)) return;
    for (const member of old) this.#unitOfMember.delete(memberKey(member));
    for (const member of members) this.#unitOfMember.set(memberKey(member), key);
  }

  #assembleAll(unit: Unit, model: WorkloadModel, before: Shown, lookup: LiveLookup, read: Set<string>): Shown {
    const namespace = unit.object.namespace ?? '';
    read.add(backupsKey(namespace));
    const backups = [...(this.#backups.get(namespace)?.values() ?? [])];
    const around = this.#around;
    const sight: Sight = {
      lookup,
      sees: (kind, where) => around.sees(kind, where),
      asked: (member) => around.asked(member),
      used: (volume) => {
        read.add(volume);
        return around.used(volume);
      },
      now: around.now,
    };
    const lasting = new Map<string, Lasting>();
    // What an operator's pods run besides, such as a pooler, is no database of its own.
    const { operated } = unit;
    const own = model.databases.filter((one) => one.engine.id === operated?.operator.engine);
    const databases = operated && own.length > 0 ? own.slice(0, 1) : model.databases;
    const assembled = databases.map((database) => {
      const container = database.container.name ?? '';
      const kept = before.lasting.get(container) ?? { watch: new WriterWatch(), parts: new PartsMade() };
      lasting.set(container, kept);
      return assemble(unit, database, databases.length, backups, kept, sight);
    });
    return { assembled, lasting };
  }

  /** What is kept of it until it is shown again: where nothing differs, what was there before, so that old memory is not replaced by its like. */
  #lasting(before: Shown, { assembled, lasting }: Shown): Shown {
    const kept = assembled.map((fresh, index): Assembled => {
      const old = before.assembled[index];
      const database = this.databases.get(fresh.database.id) ?? fresh.database;
      const toAsk = fresh.toAsk.map((member, at) => keepShallow(old?.toAsk[at], member));
      return { ...fresh, database, toAsk, volumes: keepSame(old?.volumes, fresh.volumes) };
    });
    return { assembled: kept, lasting };
  }

  #publish(before: Shown, fresh: Shown, onValue: OnValue): RegisterChange {
    const changed: string[] = [];
    for (const { database } of fresh.assembled) {
      const old = this.databases.get(database.id);
      const kept = keepSame(old, database);
      if (kept === old) continue;
      this.databases.set(database.id, kept);
      onValue(old, kept);
      if (old === undefined || !isOnlyLater(old, kept)) changed.push(database.id);
    }
    const here = new Set(fresh.assembled.map(({ database }) => database.id));
    const removed = before.assembled.map(({ database }) => database.id).filter((id) => !here.has(id));
    for (const id of removed) this.databases.delete(id);
    return { changed, removed };
  }
}

function hasSameMembers(one: readonly MemberToAsk[], other: readonly MemberToAsk[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ uid, container }, index) => uid === other[index]?.uid && container === other[index].container)
  );
}

/**
 * True where nothing differs but the times at which members were asked: a new value, and nothing to tell anybody. What is the same in both is the same
 * object already.
 */
function isOnlyLater(old: LiveDatabase, fresh: LiveDatabase): boolean {
  return (
    isSameBut('members', old, fresh) &&
    old.members.length === fresh.members.length &&
    fresh.members.every((member, index) => {
      const before = old.members[index];
      return (
        before !== undefined &&
        isSameBut('asked', before, member) &&
        (before.asked === member.asked || isSameBut('at', before.asked, member.asked))
      );
    })
  );
}

/** The old value where every part is the same object. For values that hold models, which are not to be compared in depth. */
function keepShallow<T extends object>(old: T | undefined, fresh: T): T {
  return old !== undefined && (Object.keys(fresh) as (keyof T)[]).every((key) => Object.is(old[key], fresh[key]))
    ? old
    : fresh;
}

function isSameBut<T extends object>(part: keyof T, old: T, fresh: T): boolean {
  return (Object.keys(fresh) as (keyof T)[]).every((key) => key === part || Object.is(old[key], fresh[key]));
}
