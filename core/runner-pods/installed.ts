import type { Right, Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { WATCHED } from '../inventory/resources.ts';

/** Verbs on one resource, and why a runner wants them. */
export interface ExplainedRight {
  readonly resource: Resource;
  readonly subresource?: string;
  readonly verbs: readonly string[];
  readonly why: string;
}

const {
  leases,
  configMaps,
  events,
  pods,
  statefulSets,
  services,
  endpointSlices,
  claims,
  jobs,
  networkPolicies,
  resourceQuotas,
  snapshots,
} = RESOURCES;

const LOOKING = ['get', 'list', 'watch'] as const;
const MAKING = ['create', 'delete', 'get', 'list', 'patch', 'watch'] as const;

/** What is wanted for more than looking. */
const WORKING: readonly ExplainedRight[] = [
  { resource: leases, verbs: ['create', 'get', 'update'], why: 'the lock of a database: one operation at a time' },
  {
    resource: configMaps,
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'],
    why: 'the journal of each operation, of which the last 20 are kept; settings that databases have there',
  },
  { resource: events, verbs: ['create'], why: 'tells the start and the end of an operation on its workload' },
  {
    resource: pods,
    verbs: ['delete', 'get', 'list', 'patch', 'watch'],
    why: 'the members, and whether the other runner stands by; replaces a member that changes its role, ends one that is fenced, turns role labels',
  },
  {
    resource: pods,
    subresource: 'exec',
    verbs: ['create', 'get'],
    why: 'asks the servers by their own clients, and has them flush and stop',
  },
  { resource: pods, subresource: 'log', verbs: ['get'], why: 'what Jobs say that read, dump or restore' },
  {
    resource: pods,
    subresource: 'eviction',
    verbs: ['create'],
    why: 'restarts members one by one, as far as their budgets allow',
  },
  {
    resource: statefulSets,
    verbs: MAKING,
    why: 'scales them, keeps the record of a stopped one, makes and removes throw-away instances',
  },
  { resource: services, verbs: MAKING, why: 'closes and opens the door to a database; Services of new instances' },
  { resource: endpointSlices, verbs: LOOKING, why: 'sees whether the door is closed' },
  { resource: claims, verbs: MAKING, why: 'sees that the data stays; claims of new instances' },
  { resource: snapshots, verbs: MAKING, why: 'backups by snapshots of volumes' },
  { resource: jobs, verbs: ['create', 'delete', 'get', 'list', 'watch'], why: 'Jobs that read, dump and restore' },
];

/** All that the account `plinth-runner` wants in a namespace, each with its reason. It reads no Secret: Jobs are given them by reference. */
export const INSTALLED_RIGHTS: readonly ExplainedRight[] = [
  ...WORKING,
  ...WATCHED.filter(
    ({ resource }) =>
      resource.namespaced && !WORKING.some((one) => one.subresource === undefined && one.resource === resource),
  ).map(({ resource, consequence }) => ({ resource, verbs: LOOKING, why: `without it, ${consequence}` })),
  { resource: networkPolicies, verbs: ['get', 'list'], why: 'sees whether a Job may reach the server' },
  { resource: resourceQuotas, verbs: ['get', 'list'], why: 'sees whether a new instance fits' },
];

/**
 * What no Role can give, and only fences want (a failover begins with one). Not `nodes/proxy`, by which a kubelet would tell at once what it runs: whoever may get that can
 * run commands in every pod of the node. Without it a fence waits until the kubelet has been alive for long enough.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes
 */
export const NODE_RIGHTS: readonly ExplainedRight[] = [
  {
    resource: RESOURCES.nodes,
    verbs: ['get'],
    why: 'sees whether the node of a fenced member is Ready: by that its kubelet has ended the pod',
  },
];

/** What the person needs beside it, to have pods run under the account. */
export const LAUNCHING: readonly ExplainedRight[] = [
  { resource: jobs, verbs: ['create', 'delete', 'get'], why: 'makes the two runner pods' },
  {
    resource: configMaps,
    verbs: ['create', 'get', 'update'],
    why: 'hands them the plan; watches and cancels by the journal',
  },
  { resource: pods, verbs: ['list'], why: 'sees why they do not start' },
  { resource: RESOURCES.serviceAccounts, verbs: ['get'], why: 'sees that the account is there' },
];

/** One right after the other, in a namespace. */
export const rightsIn = (namespace: string, explained: readonly ExplainedRight[]): readonly Right[] =>
  explained.flatMap(({ resource, subresource, verbs }) =>
    verbs.map((verb) => ({ verb, resource, namespace, ...(subresource === undefined ? {} : { subresource }) })),
  );

/** The first of these rights that the installed account does not have; that of nodes it may have. Undefined: none. */
export const lackingOf = (rights: readonly Right[]): Right | undefined =>
  rights.find(
    ({ resource, subresource, verb }) =>
      ![...INSTALLED_RIGHTS, ...NODE_RIGHTS].some(
        (one) => one.resource === resource && one.subresource === subresource && one.verbs.includes(verb),
      ),
  );
