import type { LiveMember, LiveObject } from '../../core/inventory/model.ts';
import type { PlanDocument } from '../../core/runner/document.ts';
import type { JournalRecord, StepRecord } from '../../core/runner/journal-model.ts';
import type { LiveSeen } from '../../client/views/operation/topology/model.ts';

// A database of three members that changes who leads, as tests of the picture see it.

const object = (kind: string, name: string): LiveObject => ({
  apiVersion: 'v1',
  kind,
  namespace: 'shop',
  name,
  uid: name,
});

export const member = (name: string, more: Partial<LiveMember> = {}): LiveMember => ({
  pod: object('Pod', name),
  ordinal: undefined,
  phase: 'Running',
  trouble: undefined,
  ready: true,
  restarts: 0,
  node: 'node-a',
  zone: undefined,
  started: undefined,
  role: 'replica',
  writable: false,
  version: undefined,
  position: undefined,
  history: undefined,
  upstream: 'orders-0.orders-members:5432',
  streaming: true,
  lag: { bytes: 0, seconds: 3 },
  followers: [],
  flush: undefined,
  remarks: [],
  asked: { state: 'answered', by: 'engine', why: undefined, at: 1_000 },
  ...more,
});

export const PRIMARY = {
  role: 'primary',
  writable: true,
  upstream: undefined,
  streaming: undefined,
  lag: undefined,
} as const;

export const live = (leadsTo: readonly string[] | undefined = ['orders-0'], ...more: LiveMember[]): LiveSeen => ({
  members: more.length > 0 ? more : [member('orders-0', PRIMARY), member('orders-1'), member('orders-10')],
  services: [
    { service: object('Service', 'orders'), purpose: 'write', ports: [5432], leadsTo },
    { service: object('Service', 'orders-read'), purpose: 'read', ports: [5432], leadsTo: ['orders-1'] },
  ],
});

export const PLAN: PlanDocument = {
  schema: 1,
  operation: 'switchover',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  parameters: {},
  title: 'Switch over orders',
  outcome: '',
  danger: 'confirmed',
  steps: [],
  refusals: [],
  warnings: [],
  rpo: { seconds: 0, from: '' },
  rto: { seconds: undefined, from: '' },
  roles: {
    leader: 'orders-0',
    candidate: 'orders-1',
    services: ['orders'],
    gaps: [{ name: 'orders-1', bytes: 0, seconds: 0.2 }],
    fence: 'The engine itself refuses writes.',
  },
};

export const step = (id: string, state: StepRecord['state'], ended = 2_000): StepRecord => ({
  id,
  title: id,
  state,
  ...(state === 'waiting' ? {} : { started: ended - 10 }),
  ...(state === 'waiting' || state === 'running' ? {} : { ended }),
});

export const record = (steps: readonly StepRecord[], more: Partial<JournalRecord> = {}): JournalRecord => ({
  schema: 1,
  id: 'k3v9x2ab',
  operation: 'switchover',
  database: PLAN.database,
  parameters: {},
  accepted: [],
  title: PLAN.title,
  phase: 'running',
  by: 'anna',
  started: 1_500,
  epoch: 1,
  steps,
  facts: {},
  expected: { rpo: PLAN.rpo, rto: PLAN.rto },
  ...more,
});
