import type { ObjectName } from '../../../cluster/connection.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { fieldOf } from '../../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Observation, Step } from '../../../runner/step.ts';
import type { SetStanding } from './set-standing.ts';

const HOLDER = '/spec/holderIdentity';

/**
 * Has every Lease that names a member name the first one, while none of them runs: one that holds the data of a primary waits as long as a Lease names another, and a
 * primary that is gone would be waited for for ever. What else stands on the Lease stays: that the database was initialised above all, so that an empty member never
 * founds a new one.
 */
export function leaseStep(namespace: string, leases: SetStanding['leases'], first: string): Step {
  const place = (name: string): ObjectName => ({ resource: RESOURCES.leases, namespace, name });
  const holderOf = async ({ see, signal }: Hand, name: string): Promise<string> =>
    fieldOf(await see.read(place(name), { signal }))
      .at('spec', 'holderIdentity')
      .string() ?? '';
  const other = async (hand: Hand, wanted: (one: { name: string; holder: string }) => string): Promise<string[]> => {
    const names: string[] = [];
    for (const one of leases) if ((await holderOf(hand, one.name)) !== wanted(one)) names.push(one.name);
    return names;
  };
  const told = async (hand: Hand, wanted: (one: { name: string; holder: string }) => string): Promise<Observation> => {
    const names = await other(hand, wanted);
    if (names.length === 0) return { state: 'done', evidence: `They name who they are to: ${listed(leases)}.` };
    return {
      state: names.length === leases.length ? 'todo' : 'partial',
      evidence: `${names.join(', ')} still names another.`,
    };
  };
  const name = async (hand: Hand, wanted: (one: { name: string; holder: string }) => string): Promise<void> => {
    for (const one of leases) {
      const now = await holderOf(hand, one.name);
      const to = wanted(one);
      if (now === to) continue;
      await hand.patch(place(one.name), [
        ...(now === '' ? [] : [{ op: 'test' as const, path: HOLDER, value: now }]),
        { op: 'add', path: HOLDER, value: to },
      ]);
    }
  };
  const words = (holder: string, lease: string): string =>
    `kubectl --namespace ${namespace} patch lease ${lease} --type=merge --patch='{"spec":{"holderIdentity":"${holder}"}}'`;
  return {
    id: 'lease',
    title: `Have the Lease ${listed(leases)} name ${first}`,
    commands: leases.map((one) => words(first, one.name)),
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.leases, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: (hand) => told(hand, () => first),
    act: (hand) => name(hand, () => first),
    undo: {
      title: `have the Lease ${listed(leases)} name who it named`,
      commands: leases.map((one) => words(one.holder, one.name)),
      act: (hand) => name(hand, ({ holder }) => holder),
      verify: (hand) => told(hand, ({ holder }) => holder),
    },
  };
}

const listed = (leases: SetStanding['leases']): string => leases.map(({ name }) => name).join(', ');
