import type { Refusal } from '../../../core/runner/step.ts';
import { refusal } from '../../preferences/refusal.ts';
import { isLeft } from './seen.ts';
import type { OperationSeen } from './seen.ts';

/** What a person has typed before pressing Run. */
export interface Consent {
  /** The database's name, where it is asked for. */
  readonly name: string;
  /** Ids of refusals that were typed to accept them. */
  readonly accepted: readonly string[];
}

type Asked = Pick<OperationSeen, 'context' | 'database' | 'plan' | 'record' | 'runner' | 'busy'>;

/** Refusals that nothing typed can set aside. */
export const standing = (refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.filter(({ kind }) => kind !== 'typed');

/** Whether the database's name must be typed: for what is dangerous, and for all in a context that always asks. */
export const asksName = ({ plan, context }: Pick<Asked, 'plan' | 'context'>): boolean =>
  plan?.danger === 'typed' || context.protection === 'confirm';

/** Why nothing of this kind is done in this context; undefined where it may be. */
export const protectedFrom = ({ context }: Pick<Asked, 'context'>, what: string): string | undefined =>
  refusal(context, context.name, what);

/** Why the plan cannot be run at all, whatever is typed; undefined where it can. */
export function hindrance(seen: Asked): string | undefined {
  const { plan, record, runner, busy } = seen;
  if (busy !== undefined) return busy;
  if (plan === undefined) return 'There is no plan.';
  if (record !== undefined || runner !== 'nobody') return 'It was begun already.';
  const count = standing(plan.refusals).length;
  return (
    protectedFrom(seen, plan.title) ??
    (count > 0 ? 'It is refused: the reasons, and the ways out, stand above.' : undefined)
  );
}

/** Why a plan is not run with what was typed; undefined: run it. The page asks the same, but is not trusted. */
export function missingConsent(seen: Asked, consent: Consent): string | undefined {
  const hindered = hindrance(seen);
  if (hindered !== undefined) return hindered;
  if (asksName(seen) && consent.name !== seen.database.name) return `Type «${seen.database.name}» to go on.`;
  const open = (seen.plan?.refusals ?? []).filter(({ id }) => !consent.accepted.includes(id));
  return open[0] === undefined ? undefined : `Type «${open[0].id}» to accept: ${open[0].what}`;
}

/** Why an operation that nobody is at is not taken up with what was typed; undefined: it is. A context that always asks does so here, too. */
export function missingForTakingUp(seen: Asked, name: string): string | undefined {
  const { record, busy, context, database } = seen;
  if (record === undefined || !isLeft(seen)) return 'Somebody is at it, or it has ended.';
  const hindered = busy ?? protectedFrom(seen, record.title);
  if (hindered !== undefined) return hindered;
  return context.protection === 'confirm' && name !== database.name ? `Type «${database.name}» to go on.` : undefined;
}
