// The failovers as each README describes them.
import type { Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { podsOf } from './apply.ts';
import type { Roles } from './member-roles.ts';
import type { SoundDatabase } from './sound-databases.ts';

type Script = (pod: string, script: string, ...args: readonly string[]) => Promise<string>;

const scriptsOf =
  ({ here }: Practice, { container }: SoundDatabase): Script =>
  (pod, script, ...args) =>
    here(['exec', pod, `--container=${container}`, '--', 'bash', `/scripts/${script}`, ...args]);

/** Hands over to a replica while all members are well. Gives the new primary. */
export async function handOver(
  practice: Practice,
  database: SoundDatabase,
  { primary, replicas }: Roles,
): Promise<string> {
  const candidate = replicas[0] ?? '';
  const { here } = practice;
  if (database.folder === 'patroni') {
    const control = ['patronictl', '--config-file', '/etc/patroni/patroni.yml', 'switchover', '--force'];
    await here(['exec', primary, '--', ...control, '--master', primary, '--candidate', candidate, database.name]);
    return candidate;
  }
  if (database.folder === 'redis') {
    const sentinel = ['redis-cli', '-p', '26379', 'sentinel'];
    await here(['exec', primary, '--container=redis', '--', 'sh', '/scripts/handover.sh']);
    // Sentinel chooses by itself.
    return until(
      'Another primary by Sentinel',
      { seconds: 60, advice: 'Look at the logs of sentinel.', every: 1000 },
      async () => {
        const answer = await here([
          'exec',
          primary,
          '--container=sentinel',
          '--',
          ...sentinel,
          'get-master-addr-by-name',
          database.name,
        ]);
        const chosen = answer.split('.')[0] ?? '';
        return chosen !== primary && chosen;
      },
    );
  }
  const script = scriptsOf(practice, database);
  await script(primary, 'fence.sh');
  await until(
    `${candidate} may be promoted`,
    { seconds: 60, advice: 'promote.sh says why not.', every: 1000 },
    async () => {
      await script(candidate, 'promote.sh');
      return true;
    },
  );
  return candidate;
}

/** Ends the primary's pod and keeps it from starting anywhere. */
export async function holdAtTheGate({ here }: Practice, { name }: SoundDatabase, pod: string): Promise<void> {
  const gate = {
    updateStrategy: { type: 'OnDelete', rollingUpdate: null },
    template: { spec: { schedulingGates: [{ name: 'plinth.dev/held' }] } },
  };
  await here(['patch', 'statefulset', name, '--type=merge', `--patch=${JSON.stringify({ spec: gate })}`]);
  await here(['delete', 'pod', pod, '--grace-period=1', '--ignore-not-found']);
  await until(
    `${pod} at the gate`,
    { seconds: 60, advice: `Look at \`kubectl describe pod ${pod}\`.`, every: 1000 },
    async () => {
      const path = '--output=jsonpath={.status.conditions[?(@.type=="PodScheduled")].reason}';
      return (await here(['get', 'pod', pod, path])) === 'SchedulingGated';
    },
  );
}

/** Takes the gate away and lets the pod start. */
export async function openTheGate({ here }: Practice, { name }: SoundDatabase, pod: string): Promise<void> {
  const open = { updateStrategy: { type: 'RollingUpdate' }, template: { spec: { schedulingGates: null } } };
  await here(['patch', 'statefulset', name, '--type=merge', `--patch=${JSON.stringify({ spec: open })}`]);
  // The StatefulSet may have replaced it by itself already.
  await here(['delete', 'pod', pod, '--ignore-not-found']);
}

/** Promotes a replica while the old primary is gone. */
export const promoteAlone = (practice: Practice, database: SoundDatabase, candidate: string): Promise<string> =>
  scriptsOf(practice, database)(candidate, 'promote.sh', '--others-are-fenced');

/** Waits until an old primary that came back says that it does not start, then lets it follow; by a new copy where it went its own way. */
export async function rejoin(
  practice: Practice,
  database: SoundDatabase,
  pod: string,
): Promise<'joined' | 'copied anew'> {
  const { here } = practice;
  const script = scriptsOf(practice, database);
  await until(`${pod} is held`, { seconds: 60, advice: `Look at the logs of ${pod}.`, every: 1000 }, async () =>
    (await here(['logs', pod, `--container=${database.container}`])).includes('was a primary and does not start'),
  );
  const held = (await podsOf(practice, database.name)).find(({ name }) => name === pod);
  if (held?.ready !== false) throw new Error(`${pod} is Ready although it was kept from starting`);
  try {
    await script(pod, 'rejoin.sh');
    return 'joined';
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('--copy-anew'))) throw error;
    await script(pod, 'rejoin.sh', '--copy-anew');
    await here(['delete', 'pod', pod]);
    return 'copied anew';
  }
}
