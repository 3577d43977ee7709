import { failingOverEngineOf } from '../../../engines/failing-over.ts';
import type { FailingOverEngine } from '../../../engines/model/failing-over.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { switchingEngineOf } from '../../../engines/switching.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { FenceNote } from '../../procedures/fence/note.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { labelled } from './labelled.ts';
import { askMembers, refusalOf, type MemberAsked } from '../switchover/members-asked.ts';
import type { FailoverParameters } from './parameters.ts';

/** Who led, who is to lead, and what is against it. */
export interface Roles {
  readonly state: 'found';
  readonly leader: string;
  readonly candidate: string;
  /** Replicas that answer, beside the candidate. */
  readonly others: readonly string[];
  /** Members that say nothing, beside the old primary. */
  readonly silent: readonly string[];
  readonly refusals: readonly Refusal[];
  /** What the members have said, for words. */
  readonly asked: readonly MemberAsked[];
}

/** Why nobody can lead, or who led cannot be told. */
export interface Unfound {
  readonly state: 'none';
  readonly refusals: readonly Refusal[];
}

/** What is known of the engine. */
export interface Ways {
  readonly server: Server;
  readonly switching: SwitchingEngine;
  readonly engine: FailingOverEngine;
}

export const unable = (what: string, evidence: string, wayOut: string): Refusal => ({
  id: 'R30',
  kind: 'mend',
  what,
  evidence,
  wayOut,
});

/** The engine's ways and the server's model. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function findWays({ connection, database, signal }: Situation): Promise<Ways | Refusal> {
  const { workload, engine: id, engineName } = database;
  if (workload.kind !== 'StatefulSet')
    return unable('Only members of a StatefulSet change roles.', `${workload.kind} ${workload.name}`, 'None.');
  const [switching, engine] = [switchingEngineOf(id), failingOverEngineOf(id)];
  if (switching === undefined || engine === undefined)
    return unable(
      `How a ${engineName} fails over without its primary Plinth has not learnt.`,
      engineName,
      'Its own tools do it.',
    );
  const server = await readServer(connection, database, signal);
  return server === undefined
    ? unable('Its workload is not one that Plinth can read.', workload.name, 'Its own tools do it.')
    : { server, switching, engine };
}

const isReplica = ({ facts }: MemberAsked): boolean => facts?.['role'] === 'replica' && facts['writable'] === 'no';

/** Asks all members, and tells the roles. `names`: all that the set asks for. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function findRoles(
  { connection, database, signal }: Situation,
  { server, switching, engine }: Ways,
  given: FailoverParameters,
  names: readonly string[],
  note: FenceNote | 'unreadable' | undefined,
): Promise<Roles | Unfound> {
  const asked = await askMembers(connection, database, switching, server.model.context, signal);
  const writers = asked.filter(({ facts }) => facts?.['writable'] === 'yes');
  const fenced = typeof note === 'object' ? note.pod : undefined;
  if (writers.length > 0) return { state: 'none', refusals: [alive(writers.map(({ name }) => name))] };
  const replicas = asked.filter((one) => isReplica(one) && one.name !== (given.from ?? fenced));
  const silent = names.filter((name) => !asked.some((one) => one.name === name && isReplica(one)));
  const leader =
    fenced ?? given.from ?? (silent.length === 1 ? silent[0] : await labelled(connection, database, silent, signal));
  if (leader === undefined) return { state: 'none', refusals: [untold(silent)] };
  if (fenced !== undefined && given.from !== undefined && given.from !== fenced)
    return {
      state: 'none',
      refusals: [
        unable(
          `${fenced} is fenced, not ${given.from}.`,
          `by the operation ${typeof note === 'object' ? note.by : ''}`,
          'Unfence it first, or name it as the one that led.',
        ),
      ],
    };
  const heard = replicas.flatMap(({ name, facts }) =>
    facts === undefined || name === leader ? [] : [{ name, facts }],
  );
  const most = [...heard].sort((a, b) => Math.sign(engine.ahead(b.facts, a.facts) ?? 0));
  const candidate = given.to === undefined ? most[0] : heard.find(({ name }) => name === given.to);
  if (candidate === undefined)
    return {
      state: 'none',
      refusals: [
        unable(
          given.to === undefined ? 'No replica answers.' : `${given.to} does not answer as a replica.`,
          asked.map(({ name, why, facts }) => `${name}: ${why ?? facts?.['role'] ?? 'unknown'}`).join('; ') ||
            'no member',
          'Bring a member back, or restore a backup.',
        ),
      ],
    };
  const others = heard.filter((one) => one !== candidate);
  const quiet = silent.filter((name) => name !== leader);
  return {
    state: 'found',
    leader,
    candidate: candidate.name,
    others: others.map(({ name }) => name),
    silent: quiet,
    asked,
    refusals: [
      ...engine
        .cannotLead(
          candidate.facts,
          others.map(({ facts }) => facts),
        )
        .map((one) => refusalOf(candidate.name, one)),
      ...others.flatMap((one) => behindAnother(engine, candidate, one)),
      ...unheard(quiet, candidate.name),
    ],
  };
}

const alive = (writers: readonly string[]): Refusal => ({
  id: writers.length > 1 ? 'R3' : 'R2',
  kind: 'never',
  what:
    writers.length > 1
      ? `${writers.join(' and ')} accept writes.`
      : `${writers.join('')} accepts writes: nothing is to be forced.`,
  evidence: 'its server says so',
  wayOut:
    writers.length > 1
      ? 'Find out first which data is right.'
      : 'Switch over, which loses nothing; or fence it first, if it is ill.',
});

const untold = (silent: readonly string[]): Refusal =>
  silent.length === 0
    ? unable(
        'Every member answers as a replica: who led is not known.',
        'none is silent, and none is fenced',
        'Resume the operation that took the writes away; or name with «from» the one that led: it is fenced first.',
      )
    : unable(
        `Which of ${silent.join(', ')} led is not known.`,
        'they say nothing, and no label tells',
        'Name with «from» the one that led.',
      );

function behindAnother(
  engine: FailingOverEngine,
  candidate: { readonly name: string; readonly facts: Readonly<Record<string, string>> },
  other: { readonly name: string; readonly facts: Readonly<Record<string, string>> },
): Refusal[] {
  const by = engine.ahead(candidate.facts, other.facts);
  if (by !== undefined && by >= 0) return [];
  return [
    {
      id: 'R11',
      kind: 'mend',
      what:
        by === undefined
          ? `Whether ${other.name} has received more than ${candidate.name} cannot be told.`
          : `${other.name} has received more than ${candidate.name}.`,
      evidence: [candidate, other]
        .map(({ name, facts }) => `${name}: ${facts['position'] ?? 'unknown'} on ${facts['history'] ?? 'unknown'}`)
        .join(', '),
      wayOut: by === undefined ? `Mend ${other.name}, or take it away first.` : `Let ${other.name} lead.`,
    },
  ];
}

function unheard(silent: readonly string[], candidate: string): Refusal[] {
  if (silent.length === 0) return [];
  return [
    {
      id: 'R25',
      kind: 'typed',
      what: `${silent.join(' and ')} ${silent.length > 1 ? 'do' : 'does'} not answer, and may have received more than ${candidate}.`,
      evidence: 'what a member that is silent has received nobody knows',
      wayOut: 'Bring it back; or accept by typing that it may have to be made anew.',
    },
  ];
}

/** What the set's members are called. */
export const namesOf = (set: Field, name: string): string[] => {
  const start = set.at('spec', 'ordinals', 'start').number() ?? 0;
  const replicas = set.at('spec', 'replicas').number() ?? 1;
  return Array.from({ length: replicas }, (_, index) => `${name}-${String(start + index)}`);
};
