import type { Right } from '../cluster/connection.ts';
import type { DatabaseName, Expectation, OperationId, Parameters, Plan, PlannedRoles } from './plan.ts';
import type { Estimate, Refusal, Step } from './step.ts';

/** A plan as plain JSON: for previews, files, and messages between processes. */
export interface PlanDocument {
  readonly schema: 1;
  readonly operation: OperationId;
  readonly database: DatabaseName;
  readonly parameters: Parameters;
  readonly title: string;
  readonly outcome: string;
  readonly danger: Plan['danger'];
  readonly steps: readonly StepDocument[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
  readonly rpo: Expectation;
  readonly rto: Expectation;
  readonly estimate?: Estimate;
  readonly roles?: PlannedRoles;
}

export interface StepDocument {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly string[];
  /** Absent: there is nothing to take back. */
  readonly undo?: { readonly title: string; readonly commands: readonly string[] };
  readonly needs: readonly Right[];
  readonly estimate?: Estimate;
  readonly risk?: string;
  readonly removesWrites: boolean;
  readonly pointOfNoReturn: boolean;
  readonly always: boolean;
  /** Seconds until the act counts as failed. */
  readonly deadline: number;
}

/** Seconds for a step that names no deadline of its own. */
export const DEFAULT_DEADLINE = 600;

/** A plan as data. */
export function describePlan(plan: Plan): PlanDocument {
  const { operation, database, parameters, title, outcome, danger, refusals, warnings, rpo, rto, estimate, roles } =
    plan;
  return {
    schema: 1,
    operation,
    database,
    parameters,
    title,
    outcome,
    danger,
    steps: plan.steps.map(describeStep),
    refusals,
    warnings,
    rpo,
    rto,
    ...(estimate === undefined ? {} : { estimate }),
    ...(roles === undefined ? {} : { roles }),
  };
}

function describeStep(step: Step): StepDocument {
  const { id, title, commands, needs, removesWrites, estimate, risk, undo } = step;
  return {
    id,
    title,
    commands,
    needs,
    removesWrites,
    pointOfNoReturn: step.pointOfNoReturn === true,
    always: step.always === true,
    deadline: step.deadline ?? DEFAULT_DEADLINE,
    ...(estimate === undefined ? {} : { estimate }),
    ...(risk === undefined ? {} : { risk }),
    ...(undo === undefined ? {} : { undo: { title: undo.title, commands: undo.commands } }),
  };
}
