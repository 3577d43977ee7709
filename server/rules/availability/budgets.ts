import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { selectorOf } from '../../../engines/model/selectors.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { haveOtherPods } from '../workload/other-pods.ts';

/** What a PodDisruptionBudget allows of a workload's pods. */
export interface Budget {
  readonly object: KubeObject;
  /** `minAvailable` or `maxUnavailable`, whichever counts. */
  readonly field: Field;
  /** As it is written: `50%`, `2`. */
  readonly text: string;
  /** How many of the members may be gone at once; undefined where the budget counts pods of others too. */
  readonly allowed: number | undefined;
  /** No pod may ever go, whatever their number is. */
  readonly never: boolean;
}

/**
 * The budgets in sight that select the database's pods, with what they let go of so many members. Percentages are rounded up, as the controller
 * does it: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function budgetsOf(database: Database, members: number, { lookup }: RuleContext): Budget[] {
  const { pod, workload } = database;
  return lookup.selecting('PodDisruptionBudget', workload.object, pod.labels).flatMap((object): Budget[] => {
    const spec = new Field(object).at('spec');
    const field = spec.at('maxUnavailable').exists ? spec.at('maxUnavailable') : spec.at('minAvailable');
    const number = countOf(field, members);
    if (number === undefined || spec.at('selector').unknown) return [];
    const labels = spec.at('selector', 'matchLabels').stringMap();
    const isShared = Object.keys(labels).length === 0 || haveOtherPods(labels, database, lookup);
    const isMost = field.path.at(-1) === 'maxUnavailable';
    const allowed = isShared ? undefined : isMost ? number : members - number;
    const never = isMost ? number === 0 : field.string() === '100%';
    return [{ object, field, text: String(field.string() ?? field.number()), allowed, never }];
  });
}

function countOf(field: Field, members: number): number | undefined {
  if (typeof field.value === 'number') return field.value;
  const percent = /^(\d+)%$/u.exec(field.string() ?? '')?.[1];
  return percent === undefined ? undefined : Math.ceil((Number(percent) / 100) * members);
}

/** True when some budget in the namespace may select anything: its selector is templated. */
export function isAnyBudgetUnknown({ workload }: Database, { lookup }: RuleContext): boolean {
  return lookup.all('PodDisruptionBudget', workload.object).some((object) => {
    const selector = selectorOf(object);
    return selector?.known === false;
  });
}

/** `PodDisruptionBudget 'db'`. */
export function nameOfBudget({ object }: Budget): string {
  return `PodDisruptionBudget${object.name === undefined ? '' : ` '${object.name}'`}`;
}

/** The field as it is written: `minAvailable: 2`. */
export function textOfBudget({ field, text }: Budget): string {
  return `${String(field.path.at(-1))}: ${text}`;
}

/** Lets one member go at a time, whatever their number is. */
export function oneAtATime({ object, field }: Budget): Fix {
  return {
    title: 'Let one member go at a time (maxUnavailable: 1)',
    kind: 'safe',
    apply: (editor) => {
      const path = ['spec', 'maxUnavailable'];
      if (field.path.at(-1) !== 'maxUnavailable') editor.renameKey(object, field.path, 'maxUnavailable');
      editor.set(object, path, 1);
    },
  };
}
