import { Printed } from '../live/printed.ts';
import type { Json } from '../model/object.ts';
import type { Told } from './operator.ts';

/** What every reader begins with: nothing is known. */
export const NOTHING: Told = {
  desired: undefined,
  ready: undefined,
  roles: new Map(),
  phase: undefined,
  state: 'unknown',
  paused: false,
  remarks: [],
};

/** `spec` and `status` of a custom resource. */
export function parts(body: Json): { readonly spec: Printed; readonly status: Printed } {
  const root = new Printed(body);
  return { spec: root.at('spec'), status: root.at('status') };
}

/** The operator's word in Plinth's: all words that are in no list mean that it works on something. */
export function stateOf(
  phase: string | undefined,
  words: { readonly ready: readonly string[]; readonly failed: readonly string[] },
): Told['state'] {
  if (phase === undefined) return 'unknown';
  return words.ready.includes(phase) ? 'ready' : words.failed.includes(phase) ? 'failed' : 'working';
}

/** The sum of a number in each item of a list; undefined where one of them is missing, or there is no list. */
export function total(list: Printed, ...path: readonly (string | number)[]): number | undefined {
  const numbers = list.items().map((item) => item.at(...path).number());
  return numbers.length === 0
    ? undefined
    : numbers.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
}

/** `Ready: False` and its like among `status.conditions`: type, status and message. */
export function condition(
  status: Printed,
  type: string,
): { readonly holds: boolean; readonly message: string } | undefined {
  const found = status
    .at('conditions')
    .items()
    .find((one) => one.at('type').text() === type);
  return found && { holds: found.at('status').text() === 'True', message: found.at('message').text() ?? '' };
}
