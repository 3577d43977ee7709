import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject } from '../../../core/cluster/connection.ts';
import type { World } from '../fake/index.ts';
import type { JobCourse } from '../fake/controllers.ts';
import type { ToyPostgres } from './toy-postgres.ts';
import { become, beyond, copyOf, EACH, position, type Volume } from './volume.ts';

/** Milliseconds from the begin of a Job until it has kept the old data, until it changes the others, and until those are whole again. */
const KEPT = 900;
const CHANGES = 1_400;
const WHOLE = 2_600;
const ENDS = 3_000;

type Course = ReturnType<JobCourse>;

interface Shape {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
          readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
        }[];
        readonly volumes: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
      };
    };
  };
  readonly status?: { readonly startTime?: string };
}

/**
 * What Jobs do that work on the volume of a member without its server: they read, keep and change the toy's own volumes, while they run. One that is removed in the middle leaves what it
 * had done.
 */
export class VolumeJobs {
  readonly #world: World;
  readonly #server: () => ToyPostgres | undefined;
  /** Each time that one worked on a volume on which a server might run: must stay empty. */
  readonly trespassed: string[] = [];

  constructor(world: World, server: () => ToyPostgres | undefined) {
    this.#world = world;
    this.#server = server;
  }

  course(job: ApiObject): Course {
    const { name } = job.metadata;
    if (name.startsWith('plinth-proof-')) return this.#proof();
    const [, kind] = /^plinth-(loss|rejoin-back|rejoin)-/u.exec(name) ?? [];
    const server = this.#server();
    if (kind === undefined || server === undefined) return undefined;
    const { spec, status } = job as unknown as Shape;
    const [container] = spec.template.spec.containers;
    const claim = spec.template.spec.volumes.find((one) => one.persistentVolumeClaim)?.persistentVolumeClaim?.claimName;
    const member = (claim ?? '').replace('data-', '');
    const volume = server.volume(member);
    if (volume === undefined) return failed(`there is no claim ${claim ?? ''}`);
    if (server.runs(member)) this.trespassed.push(`${name} at ${String(this.#world.time.now())}`);
    const env = new Map(container?.env?.map((one) => [one.name, one.value ?? '']));
    const age = this.#world.time.now() - Date.parse(status?.startTime ?? '');
    if (kind === 'loss') {
      if (container?.volumeMounts?.every(({ readOnly }) => readOnly === true) !== true)
        this.trespassed.push(`${name} may write to ${claim ?? ''}`);
      return this.#loss(volume, env.get('FACTS') ?? '');
    }
    if (this.#isBesideAnother(name, claim)) this.trespassed.push(`${name} beside another Job on ${claim ?? ''}`);
    const id = env.get('ID') ?? '';
    return kind === 'rejoin' ? this.#rejoin(volume, id, age) : putBack(volume, id, age);
  }

  /** Another one's pod works on the same claim. */
  #isBesideAnother(name: string, claim: string | undefined): boolean {
    return this.#world.store
      .all(RESOURCES.pods, 'shop')
      .some(
        ({ metadata, spec, status }) =>
          metadata.name.startsWith('plinth-rejoin-') &&
          (metadata['labels'] as Record<string, string> | undefined)?.['job-name'] !== name &&
          (status as { phase?: string } | undefined)?.phase === 'Running' &&
          JSON.stringify(spec).includes(`"claimName":"${claim ?? ''}"`),
      );
  }

  /** What a Job that reads the stopped primary's data says at its end. */
  #proof(): Course {
    const isThere = this.#world.find(RESOURCES.pods, 'shop', 'orders-0') !== undefined;
    return { succeeds: true, milliseconds: 2_000, message: `state=${isThere ? 'in production' : 'shut down'}\n` };
  }

  /** What this volume has beyond the standby that stood where these facts say. */
  #loss(volume: Volume, facts: string): Course {
    const standby = ['orders-0', 'orders-1']
      .map((pod) => this.#server()?.volume(pod))
      .find((one) => one !== undefined && one !== volume && facts.includes(`position=${position(one)}\n`));
    if (standby === undefined) return failed('the position of the standby is not on its log');
    const count = beyond(volume, standby).length;
    const message = `transactions=${String(count)}\nbytes=${String(count * EACH)}\n`;
    return { succeeds: true, milliseconds: 2_000, message };
  }

  #rejoin(volume: Volume, id: string, age: number): Course {
    const known = volume.kept.get(id);
    if (known?.how !== undefined) return said(known.how, id);
    const server = this.#server();
    const primary = ['orders-0', 'orders-1'].find((pod) => server?.leads(pod) === true && server.serves(pod));
    const from = primary === undefined ? undefined : server?.volume(primary);
    if (from === undefined || from === volume) return failed('the primary does not let the Job in');
    if (age >= KEPT && known === undefined) volume.kept.set(id, { data: copyOf(volume) });
    const kept = volume.kept.get(id);
    // What another one has left half is made anew.
    const how = volume.isHalf && age < CHANGES ? 'copied' : 'rewound';
    if (kept !== undefined && age >= CHANGES) volume.isHalf = true;
    if (kept !== undefined && age >= WHOLE) {
      const rows = [...from.rows].filter((row) => how === 'copied' || kept.data.rows.has(row));
      become(volume, { ...copyOf(from), rows: new Set(rows), standby: true, end: Math.min(volume.end, from.end) });
      volume.isHalf = false;
      kept.how = how;
    }
    return said(how, id);
  }
}

function putBack(volume: Volume, id: string, age: number): Course {
  const kept = volume.kept.get(id);
  if (kept !== undefined && age >= KEPT) {
    become(volume, kept.data);
    volume.isHalf = false;
    volume.kept.delete(id);
  }
  return { succeeds: true, milliseconds: ENDS, message: 'back=yes\n' };
}

const failed = (why: string): Course => ({ succeeds: false, milliseconds: 500, message: `why=${why}\n` });

const said = (how: string, id: string): Course => ({
  succeeds: true,
  milliseconds: ENDS,
  message: `how=${how}\nkept=/var/lib/postgresql/data/pgdata.plinth-${id}\n`,
});
