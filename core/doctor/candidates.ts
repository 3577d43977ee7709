import { gapWords, judge, refusalOf, type Candidate } from '../operations/switchover/members-asked.ts';
import { LAG_LIMIT } from '../procedures/members/back.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** The primary may hand over, and at least one replica may take over; judged by what a switchover of this engine asks, else by what members say. */
export const candidates: Check = {
  id: 'candidates',
  title: 'A replica can take over',
  of: 'failover',
  look: (examined) => {
    const { database, engine, asked } = examined;
    if (database.members.length < 2) return [];
    // Where somebody is in charge of the roles, they choose by their own rules.
    if (engine === undefined || asked.length === 0 || database.flavour !== 'plain') return byAnswers(examined);
    const leader = database.members.find(({ writable }) => writable === true)?.pod.name;
    const own = asked.find(({ name }) => name === leader);
    if (leader === undefined || own?.facts === undefined)
      return [
        unknown(
          'Which replica can take over is not known: nothing can be compared with the primary.',
          leader === undefined ? 'no member accepts writes' : `${leader}: ${own?.why ?? 'no answer'}`,
          'Let the primary answer. Without it, only a forced failover can tell what would be lost.',
        ),
      ];
    const replicas = judge(
      engine,
      own.facts,
      asked.filter(({ name }) => name !== leader),
    );
    const isSilent = (name: string): boolean => asked.find((one) => one.name === name)?.facts === undefined;
    const against = replicas.flatMap(({ name, refusals }) =>
      refusals.map((one) => ({ ...one, isUnknown: one.id === 'R24' || isSilent(name), name })),
    );
    const handing = engine.cannotHandOver(own.facts).map((one) => refusalOf(leader, one));
    return [
      verdict(replicas, new Set(against.flatMap(({ name, isUnknown }) => (isUnknown ? [] : [name])))),
      ...handing.map(({ what, evidence, wayOut }) => risk(what, evidence, wayOut)),
      ...against.map(({ what, evidence, wayOut, isUnknown }) => (isUnknown ? unknown : risk)(what, evidence, wayOut)),
    ];
  },
};

/** `bad`: those against whom something is known. Of the others that are not fit nobody knows. */
function verdict(replicas: readonly Candidate[], bad: ReadonlySet<string>): Finding {
  const fit = replicas.filter(({ refusals }) => refusals.length === 0);
  if (fit.length > 0)
    return well(`${fit.map(({ name }) => name).join(' and ')} can take over.`, fit.map(gapWords).join('; '));
  const [state, what] = replicas.every(({ name }) => bad.has(name))
    ? ([risk, 'No replica can take over.'] as const)
    : ([unknown, 'Whether a replica can take over is not known.'] as const);
  return state(what, replicas.map(gapWords).join('; '), 'Mend one of them, as stands below.');
}

/** Where Plinth has not learnt how the engine's members change roles, or somebody else changes them: only what is said of all engines alike. */
function byAnswers({ database: { members, engineName } }: Examined): Finding[] {
  const replicas = members.filter(({ role }) => role === 'replica');
  if (replicas.length === 0) return [];
  const fit = replicas.filter(
    ({ ready, streaming, lag }) =>
      ready &&
      streaming === true &&
      (lag?.bytes !== undefined || lag?.seconds !== undefined) &&
      (lag.bytes ?? 0) <= LAG_LIMIT.bytes &&
      (lag.seconds ?? 0) <= LAG_LIMIT.seconds,
  );
  const evidence = `Judged by what members of ${engineName} say of themselves; who is chosen is up to whoever is in charge.`;
  if (fit.length > 0)
    return [well(`${fit.map(({ pod }) => pod.name).join(' and ')} could take over by position.`, evidence)];
  const isOpen = replicas.some(
    ({ streaming, lag }) => streaming !== false && lag?.bytes === undefined && lag?.seconds === undefined,
  );
  if (isOpen)
    return [unknown('Whether a replica could take over is not known.', evidence, 'Wait until it says its lag.')];
  return [risk('No replica is Ready, streams and says that it is little behind.', evidence, 'Mend one of them.')];
}
