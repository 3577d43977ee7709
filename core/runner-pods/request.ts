import { isJsonObject } from './json.ts';
import type { DatabaseName, OperationId, Parameters, Plan } from '../runner/plan.ts';
import { confirmedSteps, type ConfirmedStep } from './confirmed.ts';

/** Where the ConfigMap is mounted in a runner's pod, and its keys. */
export const FOLDER = '/plinth-run';
export const REQUEST_KEY = 'request.json';
export const PROGRAM_KEY = 'runner.cjs.gz';
/** The mover's program, for operations that move data. */
export const MOVER_KEY = 'mover.cjs.gz';

/** What the runner pods are asked to do: who wants which operation, and the plan that was confirmed. No secret, and no command that is executed. */
export interface RunnerRequest {
  readonly schema: 1;
  /** The operation's id: eight characters. */
  readonly id: string;
  readonly operation: OperationId;
  readonly database: DatabaseName;
  readonly parameters: Parameters;
  /** Ids of refusals that the person accepted by typing. */
  readonly accepted: readonly string[];
  /** Who asks, as the context names them. */
  readonly by: string;
  /** `plinth 0.1.0`, as manifests of backups name it. */
  readonly tool: string;
  /** The steps of the plan that the person saw: the pods run no other. Absent where it is begun by the clock: then they run the plan as it is at that time. */
  readonly confirmed?: readonly ConfirmedStep[];
}

export interface Asked {
  readonly plan: Plan;
  readonly id: string;
  readonly by: string;
  readonly accepted?: readonly string[];
}

/** The request for a plan that was confirmed. */
export function requestFor({ plan, id, by, accepted = [] }: Asked, tool: string): RunnerRequest {
  const { operation, database, parameters } = plan;
  return { schema: 1, id, operation, database, parameters, accepted, by, tool, confirmed: confirmedSteps(plan) };
}

/** Reads a request. Throws an Error that says what is wrong with it. */
export function readRequest(text: string): RunnerRequest {
  const request: unknown = JSON.parse(text);
  if (!isJsonObject(request) || request['schema'] !== 1)
    throw new Error('The request was written by another version of Plinth.');
  const { id, operation, database, parameters, accepted, by, tool, confirmed } = request;
  const isWhole =
    [id, operation, by, tool].every((one) => typeof one === 'string') &&
    isJsonObject(database) &&
    ['namespace', 'kind', 'name'].every((key) => typeof database[key] === 'string') &&
    isJsonObject(parameters) &&
    Array.isArray(accepted) &&
    (confirmed === undefined ||
      (Array.isArray(confirmed) && confirmed.every((step) => isJsonObject(step) && typeof step['id'] === 'string')));
  if (!isWhole) throw new Error('Parts of the request are missing.');
  return request as unknown as RunnerRequest;
}
