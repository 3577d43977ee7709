import { attest } from '../../../core/backups/mover/attest.ts';
import { backupsAt } from '../../../core/backups/mover/index-at.ts';
import type { MoverLine } from '../../../core/backups/mover/lines.ts';
import { Fault, Obstacle, Unread } from '../../../core/backups/mover/place.ts';
import { removeBackups } from '../../../core/backups/mover/remove.ts';
import type { MoverRequest } from '../../../core/backups/mover/request.ts';
import type { Exits, JobProgram, Logs, Running, World } from '../fake/index.ts';
import { fetchRows } from './fetch-rows.ts';
import { requestOf, type JobRequest } from './job-request.ts';
import type { Shelf } from './shelf.ts';
import { storeRows } from './store-rows.ts';
import type { Said } from './dumped.ts';

/** Servers as Jobs reach them, by the name of their pod. */
export interface Servers {
  /** What it says of itself; undefined where it does not answer. */
  says(pod: string): Said | undefined;
  /** The fingerprint of its answer to a person's query; undefined where it gives none. */
  answers(pod: string): string | undefined;
  rows(pod: string): ReadonlySet<number> | undefined;
  /** Puts rows there; false where it does not answer. */
  load(pod: string, rows: readonly number[]): boolean;
}

/** The engine's side ended before the mover did; the mover says so. */
export class EngineEnded extends Obstacle {
  override readonly name = 'EngineEnded';
  readonly code: number;

  constructor(code: number, said: string) {
    super(said);
    this.code = code;
  }
}

/** All that one pod's work wants. */
export interface Work {
  readonly world: World;
  readonly shelf: Shelf;
  readonly servers: Servers;
  readonly running: Running;
  readonly say: (line: MoverLine) => void;
}

/**
 * What the product's Jobs do, in the world's time: lists, removals and verifications by the mover's own code, dumps and loads as far as the toy has rows. What a pod's
 * mover prints stands in its log as long as the pod is there.
 */
export class Movers {
  readonly #world: World;
  readonly #shelf: Shelf;
  readonly #servers: Servers;
  readonly #printed = new Map<string, string>();

  constructor(world: World, shelf: Shelf, servers: Servers) {
    this.#world = world;
    this.#shelf = shelf;
    this.#servers = servers;
  }

  readonly program: JobProgram = (running) => {
    const request = requestOf(running.job);
    return request && this.#work(running, request);
  };

  readonly logs: Logs = ({ pod, container }) => (container === 'mover' ? (this.#printed.get(pod) ?? '') : '');

  async #work(running: Running, request: JobRequest): Promise<Exits> {
    const say = (line: MoverLine): void => {
      this.#printed.set(running.pod, `${this.#printed.get(running.pod) ?? ''}${JSON.stringify(line)}\n`);
    };
    const work: Work = { world: this.#world, shelf: this.#shelf, servers: this.#servers, running, say };
    try {
      say(await done(work, request));
      return { mover: 0, engine: 0 };
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      const kind = error instanceof Fault ? 'backup' : error instanceof Unread ? 'engine' : 'way';
      say({ error: error.message, kind });
      return { mover: 1, engine: error instanceof EngineEnded ? error.code : 1 };
    }
  }
}

/** Does what is asked; gives the last line, as the mover's `run` does. */
async function done(work: Work, { mover, engine = {} }: JobRequest): Promise<MoverLine> {
  if (mover.do === 'store') return { manifest: await storeRows(work, mover, engine) };
  if (mover.do === 'fetch') return { fetched: await fetchRows(work, mover, engine) };
  return alone(work, mover);
}

async function alone(
  { shelf, running, say }: Work,
  mover: Extract<MoverRequest, { do: 'list' | 'remove' | 'attest' }>,
): Promise<MoverLine> {
  const place = shelf.seenFrom(running.gone);
  if (mover.do === 'remove') return { removed: await removeBackups(mover, place) };
  if (mover.do === 'attest') return { attested: await attest(mover, place) };
  let listed = 0;
  for await (const listedBackup of backupsAt(place, mover.destination.prefix, mover.shelf)) {
    say({ listedBackup });
    listed++;
  }
  return { listed };
}

/** The pod that a Job's `$HOST` names. */
export const podOf = (host = ''): string => host.replace(/\..*$/u, '');
