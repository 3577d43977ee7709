import { operators } from '../../../engines/operators/index.ts';
import type { Operator } from '../../../engines/operators/index.ts';

/** A label whose value has a custom resource's name in it: `cnpg.io/cluster: NAME`, `app: NAME-svc`. */
export interface NameLabel {
  readonly label: string;
  /** What stands before and after the name. */
  readonly before: string;
  readonly after: string;
}

/** No name of an object: stands for one while an operator's labels are looked at. */
const ANY = '\u0000';

/** The label of each operator's pods that holds their custom resource's name. */
export const NAME_LABELS: ReadonlyMap<Operator, NameLabel> = new Map(
  operators.flatMap((operator) => {
    const found = Object.entries(operator.podLabels(ANY)).find(([, value]) => value.includes(ANY));
    if (found === undefined) return [];
    const [before = '', after = ''] = found[1].split(ANY);
    return [[operator, { label: found[0], before, after }] as const];
  }),
);

/** Labels under which the store keeps pods and workloads, so that custom resources find theirs. */
export const OPERATOR_LABELS: ReadonlySet<string> = new Set([...NAME_LABELS.values()].map(({ label }) => label));
