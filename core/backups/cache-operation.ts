import type { Operation, Parameters } from '../runner/plan.ts';
import type { Hand } from '../runner/hand.ts';
import { cacheStep, type Learnt } from './cache-step.ts';
import { knownOf } from './known.ts';
import type { Manifest, Verification } from './manifest.ts';

/** The same operation, which at its end notes in the cache what it has learnt. */
export function noting(operation: Operation, learnt: (hand: Hand, parameters: Parameters) => Learnt): Operation {
  return {
    ...operation,
    plan: async (situation, parameters) => {
      const plan = await operation.plan(situation, parameters);
      if (plan.steps.length === 0) return plan;
      return { ...plan, steps: [...plan.steps, cacheStep(plan.database, (hand) => learnt(hand, parameters))] };
    },
  };
}

/** A backup that was just made, or whose manifest was just read. */
export function learntBackup({ facts }: Hand, { destination }: Parameters): Learnt {
  const manifest = facts['manifest'] as Manifest | undefined;
  if (manifest === undefined || typeof destination !== 'string') return {};
  const found = { id: manifest.id, state: 'unverified', manifest, verification: undefined, why: undefined } as const;
  return { known: [knownOf(destination, found)] };
}

/** What a restore test found. Of a backup that was unfit for it nothing was learnt. */
export function learntTest({ facts }: Hand, { destination }: Parameters): Learnt {
  const manifest = facts['manifest'] as Manifest | undefined;
  const outcome = facts['outcome'] as
    Pick<Verification, 'at' | 'outcome' | 'findings' | 'seconds' | 'counts'> | undefined;
  if (manifest === undefined || outcome === undefined || typeof destination !== 'string') return {};
  const verification: Verification = { schema: 1, backup: manifest.id, tool: '', ...outcome };
  const why = outcome.outcome === 'failed' ? outcome.findings.join('; ') : undefined;
  return { known: [knownOf(destination, { id: manifest.id, state: outcome.outcome, manifest, verification, why })] };
}
