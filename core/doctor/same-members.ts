import { comparingOf } from '../../engines/comparing.ts';
import { parseRest } from '../procedures/members/rest.ts';
import { listed } from '../inventory/databases/words.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { ComparingEngine } from '../../engines/model/comparing.ts';
import type { RestFacts } from '../../engines/model/stopping.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** Members are alike: version, and the settings by which a replica cannot do what its primary does. */
export const sameMembers: Check = {
  id: 'same-members',
  title: 'Members are alike',
  of: 'around',
  look: async (examined) => {
    const { members } = examined.database;
    if (members.length < 2) return [];
    return [versions(examined), ...(await settings(examined))];
  },
};

function versions({ database: { members } }: Examined): Finding {
  const evidence = members.map(({ pod, version }) => `${pod.name}: ${version ?? 'unknown'}`).join(', ');
  const known = new Set(members.flatMap(({ version }) => version ?? []));
  if (known.size > 1)
    return risk('Members run different versions.', evidence, 'Bring all to one version, the primary last.');
  if (members.some(({ version }) => version === undefined))
    return unknown('Whether members run one version is not known.', evidence, 'Let all of them answer.');
  return well('Members run one version.', evidence);
}

async function settings(examined: Examined): Promise<Finding[]> {
  const { server, database, asked } = examined;
  const comparing = comparingOf(database.engine);
  if (comparing === undefined || server === undefined) return [];
  const leader = database.members.find(({ writable }) => writable === true)?.pod.name;
  const texts = await Promise.all(database.members.map(({ pod }) => ask(examined, pod.name)));
  const byName = new Map(
    texts.map(({ name, facts }) => [name, facts && { ...asked.find((one) => one.name === name)?.facts, ...facts }]),
  );
  const silent = texts.filter(({ facts }) => facts === undefined);
  const primary = leader === undefined ? undefined : byName.get(leader);
  if (leader === undefined || primary === undefined || silent.length > 0)
    return [
      unknown(
        'Whether members have the same settings is not known.',
        silent.map(({ name, why }) => `${name}: ${why ?? 'no answer'}`).join('; ') || 'no member accepts writes',
        'Let all of them answer.',
      ),
    ];
  const found = [...byName].flatMap(([name, facts]) =>
    name === leader || facts === undefined
      ? []
      : comparing
          .differences(primary, facts)
          .map(({ what, evidence, mend }) => risk(what.replaceAll('{member}', name), evidence, mend)),
  );
  found.push(...alikes(comparing.unlike ?? [], byName));
  return found.length > 0 ? found : [well('Members have the settings that matter alike.', comparing.of.join(', '))];
}

/** Facts that only one member may have, and several do. */
function alikes(
  unlike: NonNullable<ComparingEngine['unlike']>,
  byName: ReadonlyMap<string, RestFacts | undefined>,
): Finding[] {
  return unlike.flatMap(({ fact, what, mend }) => {
    const names = new Map<string, string[]>();
    for (const [name, facts] of byName) {
      const value = facts?.[fact];
      if (value !== undefined) names.set(value, [...(names.get(value) ?? []), name]);
    }
    return [...names].flatMap(([value, members]) =>
      members.length < 2
        ? []
        : [risk(what.replaceAll('{members}', listed(members)), `${fact} ${value}: ${members.join(', ')}`, mend)],
    );
  });
}

async function ask(
  { connection, server, database: { namespace, container, engine }, signal }: Examined,
  pod: string,
): Promise<{ readonly name: string; readonly facts: RestFacts | undefined; readonly why: string | undefined }> {
  const script = server && comparingOf(engine)?.facts(server.model.context);
  if (script === undefined) return { name: pod, facts: undefined, why: 'it cannot be asked' };
  try {
    const { exitCode, stdout, stderr } = await connection.exec({ namespace, pod, container }, ['sh', '-c', script], {
      timeout: 20_000,
      ...(signal ? { signal } : {}),
    });
    if (exitCode === 0) return { name: pod, facts: parseRest(stdout), why: undefined };
    return { name: pod, facts: undefined, why: stderr.trim().slice(-200) || 'its server does not answer' };
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    return { name: pod, facts: undefined, why: error.message };
  }
}
