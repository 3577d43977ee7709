import type { ExecResult, ExecTarget } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';
import type { World } from '../fake/index.ts';
import { asPod, isReady } from '../fake/kubelet.ts';
import type { Servers } from '../data/mover.ts';
import { checkSaid, factsOf, lines, querySaid } from './answers.ts';
import { BEGIN, EACH, isPartOf, made, position, SYSTEM, volumeOf, type Volume } from './volume.ts';
import type { Asked, OrdersQuestions, Turn } from './questions.ts';

/** Milliseconds until a container's server that ended answers again. */
const COMES_BACK = 1_500;
/** Milliseconds between two writes, and between two turns of the replication. */
const WRITE = 250;
const STREAM = 180;

const DOWN: ExecResult = { exitCode: 2, stdout: '', stderr: 'connection to server failed: No such file or directory' };
const said = (stdout: string): ExecResult => ({ exitCode: 0, stdout, stderr: '' });

/** The slot that a standby asks for. */
export const slotOf = (pod: string): string => pod.replaceAll('-', '_');

/**
 * A toy of PostgreSQL: `orders-0` accepts writes at first, the others follow whoever does. Rows are on claims. Clients write through the Service all the while, and note what was
 * acknowledged. It answers the scripts that operations really send, whatever they look like.
 */
export class ToyPostgres implements Servers {
  readonly #world: World;
  readonly #questions: OrdersQuestions;
  readonly #volumes = new Map<string, Volume>();
  readonly #epochs = new Map<string, number>();
  readonly #acknowledged: number[] = [];
  /** Replication slots of the primary; undefined where nobody uses any. */
  readonly slots: Set<string> | undefined;
  /** Until when a server is down, by its pod's uid: it ended, and its container starts it again. */
  readonly #down = new Map<string, number>();
  /** Servers that hang, by their pods' uids. */
  readonly #hung = new Set<string>();
  /** Servers from which nobody receives anything any more, by their pods' uids. */
  readonly #cut = new Set<string>();
  #leader = 'orders-0';
  #count = 0;
  #end = false;
  /** Each time that two members were seen to accept writes: must stay empty. */
  readonly twoWriters: string[] = [];
  /** What it was asked and did not know: must stay empty. */
  readonly unknown: string[] = [];
  /** Each time that a server was checked: which one, and its rows then. */
  readonly checked: { readonly pod: string; readonly rows: readonly number[] }[] = [];
  /** Pods of servers into which rows were loaded. */
  readonly loaded = new Set<string>();
  /** It does not answer a person's query any more. */
  mute = false;

  constructor(world: World, questions: OrdersQuestions, slots = false) {
    this.slots = slots ? new Set() : undefined;
    this.#world = world;
    this.#questions = questions;
  }

  /** Clients write and replicas follow from now on. */
  begin(): this {
    void this.#write();
    void this.#stream();
    return this;
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  /** The member that accepts writes, or did last. */
  get leader(): string {
    return this.#leader;
  }

  /** Its server accepts writes, once it serves. */
  leads(pod: string): boolean {
    return this.#volumeOf(pod)?.standby === false;
  }

  /** Acknowledged rows that neither the primary's claim holds nor a volume that stays whatever becomes of its claim: what a restore in place has put aside. */
  lost(): number {
    const kept = this.#world.store
      .all(RESOURCES.volumes)
      .filter(
        ({ spec }) => (spec as { persistentVolumeReclaimPolicy?: string }).persistentVolumeReclaimPolicy === 'Retain',
      )
      .flatMap(({ metadata }) => this.#volumes.get(metadata.name)?.rows ?? []);
    const all = [this.#volumeOf(this.#leader)?.rows, ...kept];
    return this.#acknowledged.filter((row) => !all.some((rows) => rows?.has(row))).length;
  }

  stop(): void {
    this.#end = true;
  }

  /**
   * Who leads falls silent: its replicas receive nothing any more, then its server hangs. Clients have some rows acknowledged in between. It may come to itself at any moment, so it counts as one
   * that accepts writes while its pod runs; another pod in its place is well.
   */
  async fallSilent(milliseconds: number): Promise<void> {
    this.#cut.add(this.#uidOf(this.#leader));
    await this.#world.time.pass(milliseconds);
    this.#hung.add(this.#uidOf(this.#leader));
  }

  /** Its server hangs. */
  isSilent(pod: string): boolean {
    return this.runs(pod) && this.#hung.has(this.#uidOf(pod));
  }

  /** What lies on the claim of a member. */
  volume(pod: string): Volume | undefined {
    return this.#volumeOf(pod);
  }

  /** A server may be at work on the data of a member: its pod is there, and is not held. */
  runs(pod: string): boolean {
    const found = this.#world.find(RESOURCES.pods, 'shop', pod);
    return found !== undefined && asPod(found).status?.phase === 'Running';
  }

  /** It receives all that the primary writes. */
  follows(pod: string): boolean {
    const [own, leader] = [this.#volumeOf(pod), this.#primary()];
    const from = leader === undefined ? undefined : this.#volumeOf(leader);
    if (leader === undefined || own?.standby !== true || from === undefined || !this.serves(pod)) return false;
    return !this.#cut.has(this.#uidOf(leader)) && isPartOf(own, from);
  }

  /** The primary's end of WAL. */
  get position(): string | undefined {
    const volume = this.#volumeOf(this.#leader);
    return volume && position(volume);
  }

  says(pod: string): ReturnType<Servers['says']> {
    const volume = this.#volumeOf(pod);
    if (!this.serves(pod) || volume === undefined) return undefined;
    return factsOf({ rows: volume.rows, primary: !volume.standby, system: SYSTEM, position: position(volume) });
  }

  answers(pod: string): string | undefined {
    const rows = this.rows(pod);
    return rows === undefined || this.mute ? undefined : querySaid(rows);
  }

  rows(pod: string): ReadonlySet<number> | undefined {
    return this.serves(pod) ? this.#volumeOf(pod)?.rows : undefined;
  }

  load(pod: string, rows: readonly number[]): boolean {
    const volume = this.serves(pod) ? this.#volumeOf(pod) : undefined;
    for (const row of rows) volume?.rows.add(row);
    if (volume !== undefined) this.loaded.add(pod);
    return volume !== undefined;
  }

  /** Whether a member has what the set needs beside the data. */
  isSettled(pod: string): boolean {
    return this.#volumeOf(pod)?.settled === true;
  }

  /** Rows that were acknowledged, in their order. */
  get written(): readonly number[] {
    return this.#acknowledged;
  }

  /** Rows that a member's claim holds and no client has written. */
  strange(pod: string): number[] {
    const written = new Set(this.#acknowledged);
    return [...(this.#volumeOf(pod)?.rows ?? [])].filter((row) => !written.has(row));
  }

  /** Answers a script in a member's container. */
  exec(target: ExecTarget, command: readonly string[], stdin: string): ExecResult {
    const pod = this.#world.find(RESOURCES.pods, 'shop', target.pod);
    if (pod === undefined || asPod(pod).status?.phase !== 'Running')
      throw new ClusterTrouble('broken', `unable to upgrade connection: container not found («${target.container}»)`);
    const asked = this.#questions.read(command, stdin);
    if (asked.epoch !== undefined) {
      const key = pod.metadata.uid ?? '';
      const known = this.#epochs.get(key) ?? 0;
      if (known > asked.epoch)
        return { exitCode: 97, stdout: '', stderr: `plinth: overtaken by epoch ${String(known)}\n` };
      this.#epochs.set(key, asked.epoch);
    }
    const volume = this.#volumeOf(target.pod);
    if (!this.serves(target.pod) || volume === undefined) return DOWN;
    const primary = !volume.standby;
    switch (asked.what) {
      case 'busy':
      case 'end-sessions':
      case 'flush':
        return said('');
      case 'facts': {
        const role = primary ? 'primary' : 'replica';
        return said(
          `version=16.4\nidentity=${SYSTEM}\nhistory=${String(volume.timeline)}\nrole=${role}\nposition=${position(volume)}\n`,
        );
      }
      case 'standing':
        return said(this.#standing(primary, volume));
      case 'canary':
        return this.#canary(target.pod, volume, asked.host ?? '');
      case 'dump-facts':
        return said(lines(this.says(target.pod) ?? {}));
      case 'dump-check':
        this.checked.push({ pod: target.pod, rows: [...volume.rows] });
        return said(checkSaid(volume.rows));
      case 'query':
        return said(this.mute ? '' : `query=${querySaid(volume.rows)}\n`);
      case 'switching':
        return this.#switching(asked.which ?? 'facts', target.pod, volume, asked);
      case 'settings-read':
        return said('pg_hba.conf IyB0b3k=\n');
      case 'settings-write':
        volume.settled = stdin.includes('pg_hba.conf');
        return said(`written=${volume.settled ? '1' : '0'}\n`);
      case 'unknown':
        this.unknown.push(command.join(' ').slice(0, 200));
        return { exitCode: 127, stdout: '', stderr: 'not found' };
    }
  }

  /** What changes roles does to a member. */
  #switching(which: Turn, pod: string, volume: Volume, { from, names = [] }: Asked): ExecResult {
    switch (which) {
      case 'facts':
        return said(this.#roleFacts(pod, volume));
      case 'prepareCandidate':
      case 'preparePrimary':
      case 'unprepare':
      case 'follow':
      case 'clearLeft':
        return said('');
      case 'release':
        for (const name of names) if (!this.#usedSlots().includes(name)) this.slots?.delete(name);
        return said('');
      case 'keepAgain':
        for (const name of names) this.slots?.add(name);
        return said('');
      case 'link':
        return said('host=orders-0.orders-pods user=replicator\n');
      case 'fence':
        if (volume.standby) return said('');
        // In order: who follows gets all there is, and the last checkpoint.
        volume.end += EACH;
        volume.shutAt = volume.end;
        this.#feed(pod, volume);
        volume.standby = true;
        this.#endServer(pod);
        return { exitCode: 137, stdout: '', stderr: '' };
      case 'unfence':
        if (!volume.standby) return said('');
        volume.standby = false;
        this.#endServer(pod);
        this.#note();
        return { exitCode: 137, stdout: '', stderr: '' };
      case 'hasEnded': {
        const ends = this.#members().flatMap((one) => (one === pod ? [] : (this.#volumeOf(one)?.shutAt ?? [])));
        const since = Number.parseInt((from ?? '').split('/')[1] ?? '', 16);
        return said(`ended=${ends.some((end) => end > since && volume.end >= end) ? 'yes' : 'no'}\n`);
      }
      case 'promote':
        if (volume.standby) {
          volume.standby = false;
          volume.timeline += 1;
          volume.end += EACH;
          this.#note();
        }
        return said('');
    }
  }

  #roleFacts(pod: string, volume: Volume): string {
    const common = {
      version: '16.4',
      number: '160004',
      identity: SYSTEM,
      checkpoint: position({ end: volume.shutAt === undefined ? BEGIN : volume.shutAt - EACH }),
      conninfo_from: 'configuration file',
      slot: volume.standby && this.slots !== undefined ? slotOf(pod) : '',
      slots: volume.standby ? '' : [...(this.slots ?? [])].sort().join(' '),
      logical: '',
      used: volume.standby ? '' : this.#usedSlots().join(' '),
      room: '10',
      standbys: '',
      prepared: '0',
      oldest: '0',
      backups: '0',
      synchronous_standby_names: '',
      synchronous_commit: 'on',
      signal: volume.standby ? 'yes' : 'no',
      history: String(volume.timeline),
      position: position(volume),
    };
    const more = volume.standby
      ? {
          role: 'replica',
          writable: 'no',
          replayed: position(volume),
          streaming: this.follows(pod) ? 'yes' : 'no',
          paused: 'no',
          delay: '0',
          seconds: '0',
          link: 'words',
        }
      : { role: 'primary', writable: 'yes' };
    return lines({ ...common, ...more });
  }

  /** All that ever had a claim, and always the two that it begins with. */
  #members(): string[] {
    const claims = this.#world.store.all(RESOURCES.claims, 'shop').map(({ metadata }) => metadata.name);
    const found = claims.flatMap((name) => /^data-(orders-\d+)$/u.exec(name)?.[1] ?? []);
    return [...new Set(['orders-0', 'orders-1', ...found])].sort();
  }

  /** Slots of those who receive now. */
  #usedSlots(): string[] {
    return this.#members()
      .filter((pod) => this.slots?.has(slotOf(pod)) === true && this.follows(pod))
      .map(slotOf);
  }

  #uidOf(pod: string): string {
    return this.#world.find(RESOURCES.pods, 'shop', pod)?.metadata.uid ?? '';
  }

  #endServer(pod: string): void {
    this.#down.set(this.#uidOf(pod), this.#world.time.now() + COMES_BACK);
  }

  /** Whoever serves and accepts writes. */
  #primary(): string | undefined {
    return this.#members().find((pod) => this.leads(pod) && this.serves(pod));
  }

  /** Notes who leads, and where two do. */
  #note(): void {
    const leading = this.#members().filter((pod) => this.leads(pod) && (this.serves(pod) || this.isSilent(pod)));
    if (leading.length > 1) this.twoWriters.push(`${leading.join(' and ')} at ${String(this.#world.time.now())}`);
    this.#leader = leading[0] ?? this.#leader;
  }

  /** Everybody who serves and follows gets what this one has. */
  #feed(from: string, { rows, end, timeline }: Volume): void {
    for (const pod of this.#members()) {
      const volume = pod === from || !this.follows(pod) ? undefined : this.#volumeOf(pod);
      if (volume === undefined) continue;
      this.slots?.add(slotOf(pod));
      for (const row of rows) volume.rows.add(row);
      volume.end = end;
      volume.timeline = timeline;
    }
  }

  #canary(pod: string, volume: Volume, host: string): ExecResult {
    const leads = this.#world.leadsTo('shop', 'orders').includes(pod);
    if (volume.standby || (host !== '' && !leads)) return DOWN;
    volume.end += 4 * EACH;
    return said('');
  }

  #standing(primary: boolean, volume: Volume): string {
    const common = { standby: !primary, version: '16.4', system: SYSTEM };
    if (!primary) {
      const upstream = this.#primary();
      const tli = volume.timeline;
      const receiver =
        upstream === undefined
          ? null
          : { status: 'streaming', received_tli: tli, sender_host: `${upstream}.orders`, sender_port: 5432, silent: 1 };
      const own = position(volume);
      return JSON.stringify({
        ...common,
        checkpoint_tli: tli,
        replayed: own,
        received: own,
        receiver,
        followers: null,
      });
    }
    return JSON.stringify({
      ...common,
      lsn: position(volume),
      tli: String(volume.timeline).padStart(8, '0'),
      receiver: null,
      followers: this.#members()
        .filter((pod) => this.follows(pod))
        .map((pod) => ({ application_name: pod, state: 'streaming', replay_lsn: position(volume), lag_seconds: 0 })),
    });
  }

  /** The server answers. */
  serves(name: string): boolean {
    const pod = this.#world.find(RESOURCES.pods, 'shop', name);
    if (pod === undefined || !isReady(asPod(pod)) || this.#hung.has(pod.metadata.uid ?? '')) return false;
    if (this.#volumeOf(name)?.isHalf === true) return false;
    return (this.#down.get(pod.metadata.uid ?? '') ?? 0) <= this.#world.time.now();
  }

  #volumeOf(pod: string): Volume | undefined {
    const claim = this.#world.find(RESOURCES.claims, 'shop', `data-${pod}`);
    if (claim === undefined) return undefined;
    const key = volumeOf(claim);
    const known = this.#volumes.get(key) ?? made(/^orders-[1-9]\d*$/u.test(pod));
    this.#volumes.set(key, known);
    return known;
  }

  async #write(): Promise<void> {
    while (!this.#end) {
      await this.#world.time.sleep(WRITE);
      this.#note();
      const leader = this.#primary();
      const volume = leader === undefined ? undefined : this.#volumeOf(leader);
      if (leader === undefined || volume === undefined) continue;
      if (!this.#world.leadsTo('shop', 'orders').includes(leader)) continue;
      const row = this.#count++;
      volume.rows.add(row);
      volume.end += EACH;
      this.#acknowledged.push(row);
    }
  }

  async #stream(): Promise<void> {
    while (!this.#end) {
      await this.#world.time.sleep(STREAM);
      const leader = this.#primary();
      const from = leader === undefined ? undefined : this.#volumeOf(leader);
      if (leader !== undefined && from !== undefined) this.#feed(leader, from);
    }
  }
}
