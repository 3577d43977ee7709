import { operators } from '../../engines/operators/index.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check, Seen } from './refusal.ts';

/** Flavours in which somebody is in charge of starting and stopping, and how they are asked. */
const IN_CHARGE: Readonly<Record<string, { readonly who: string; readonly wayOut: string }>> = {
  // https://patroni.readthedocs.io/en/latest/patronictl.html
  patroni: {
    who: 'Patroni',
    wayOut:
      'Ask Patroni: `patronictl restart` for a restart, `patronictl pause` before anything that ends its members.',
  },
  // https://galeracluster.com/library/documentation/crash-recovery.html: who left last starts first.
  galera: {
    who: 'Galera',
    wayOut: 'End its members one by one, and start the one that left last first; Plinth does not do that yet.',
  },
  'replica-set': { who: 'the replica set', wayOut: 'Use the replica set’s own commands; Plinth does not do that yet.' },
  self: { who: 'the members themselves', wayOut: 'Use the database’s own tools; Plinth does not do that yet.' },
};

/**
 * R1, never: raw steps on a workload that somebody else is in charge of: an operator, another controller that owns it, Patroni, Galera. Sentinels are no
 * reason: they watch, and whatever they decide while a member is away is written into every server's own file, with which it comes back.
 */
export const r1OperatorOwned: Check = (seen) => [...(byFlavour(seen) ?? byController(seen) ?? byLabels(seen) ?? [])];

function byFlavour({ database }: Seen): Refusal[] | undefined {
  const { flavour, workload } = database;
  if (flavour.startsWith('operator:')) {
    const id = flavour.slice('operator:'.length);
    const who = operators.find((one) => one.id === id)?.name ?? id;
    return [refused(who, `${workload.kind} ${workload.name} is ${who}’s custom resource`, askOperator(who))];
  }
  const charge = IN_CHARGE[flavour];
  return charge && [refused(charge.who, `The flavour of this database is ${flavour}.`, charge.wayOut)];
}

/** Whatever owns a workload puts it back: https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/ */
function byController({ workload }: Seen): Refusal[] | undefined {
  const owner = fieldOf(workload)
    .at('metadata', 'ownerReferences')
    .items()
    .find((one) => one.at('controller').boolean() === true);
  if (owner === undefined) return undefined;
  const name = `${owner.at('kind').string() ?? 'an object'} ${owner.at('name').string() ?? ''}`.trim();
  return [refused(name, `ownerReferences: its controller is ${name}`, askOperator(name))];
}

/** An operator whose custom resource cannot be seen still has its labels on the pods. Common labels alone say nothing. */
function byLabels({ workload }: Seen): Refusal[] | undefined {
  const labels = fieldOf(workload).at('spec', 'template', 'metadata', 'labels').stringMap();
  for (const { name, resource, podLabels } of operators) {
    const own = Object.keys(podLabels('')).find((label) => label.split('/')[0] === resource.group && label in labels);
    if (own === undefined) continue;
    return [refused(name, `its pods have the label ${own}`, askOperator(name))];
  }
  return undefined;
}

const askOperator = (who: string): string => `Change what ${who} is told, with its own commands or custom resource.`;

const refused = (who: string, evidence: string, wayOut: string): Refusal => ({
  id: 'R1',
  kind: 'never',
  what: `${who} is in charge of this database, and would fight or be misled.`,
  evidence,
  wayOut,
});
