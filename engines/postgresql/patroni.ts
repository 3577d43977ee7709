import { Printed } from '../live/printed.ts';
import { withoutUndefined } from '../live/answer.ts';
import type { Lag, MemberRole } from '../model/live.ts';
import type { Json } from '../model/object.ts';
import { formatLsn } from './lsn.ts';

/** What a member has written of itself into its pod's annotation `status`: as old as Patroni's `loop_wait` (10 s by default), or older. */
export interface PatroniMember {
  readonly role: MemberRole;
  /** Patroni's own word: `running`, `streaming` (from version 3.0.3 on), `starting`, `start failed`, `crashed`, `stopped`, `creating replica`. */
  readonly state: string;
  /** PostgreSQL answers. */
  readonly running: boolean;
  readonly streaming?: boolean;
  /** As PostgreSQL writes it: `0/3000060`. */
  readonly position?: string;
  /** The same in bytes. */
  readonly offset?: number;
  /** The timeline. */
  readonly history?: string;
  /** It leads a standby cluster: first of its members, and itself a standby of another cluster. */
  readonly leadsStandbys?: boolean;
  readonly pendingRestart?: boolean;
}

/** Who holds the leader lock, as the Endpoints (or ConfigMap `…-leader`) of the scope says. */
export interface PatroniLeader {
  /** The member's name, which is the pod's; undefined where nobody holds it. */
  readonly leader: string | undefined;
  /** The leader's position in bytes. */
  readonly offset: number | undefined;
  /** Until when the lock holds without being renewed, in milliseconds since 1970. */
  readonly until: number | undefined;
}

/**
 * Reads the annotation `status` of a pod (its `metadata.annotations.status`); undefined where it is none of Patroni's.
 * Source: https://github.com/patroni/patroni/blob/master/patroni/ha.py (touch_member), patroni/dcs/kubernetes.py (member)
 */
export function readPatroniMember(annotation: string | undefined): PatroniMember | undefined {
  const status = parse(annotation);
  const word = status?.at('role').text();
  const state = status?.at('state').text();
  if (status === undefined || word === undefined || state === undefined) return undefined;
  const role = roleOf(word);
  const running = state === 'running' || state === 'streaming' || state === 'in archive recovery';
  const offset = status.at('xlog_location').number();
  // From 3.0.3 on replicas say so; older ones leave it open.
  const replication = status.at('replication_state').text() ?? (state === 'streaming' ? state : undefined);
  return withoutUndefined<PatroniMember>({
    role,
    state,
    running,
    streaming:
      role !== 'replica'
        ? undefined
        : !running
          ? false
          : replication === undefined
            ? undefined
            : replication === 'streaming',
    position: offset === undefined ? undefined : formatLsn(offset),
    offset,
    history: status.at('timeline').number()?.toString(),
    leadsStandbys: word === 'standby_leader' ? true : undefined,
    pendingRestart: status.at('pending_restart').flag(),
  });
}

/**
 * `master` up to 3.x, `primary` from 4.0 on. The leader of a standby cluster is a replica of another cluster: it accepts no writes.
 * Source: https://patroni.readthedocs.io/en/latest/releases.html#version-4-0-0
 */
function roleOf(word: string): MemberRole {
  return word === 'master' || word === 'primary' ? 'primary' : 'replica';
}

/**
 * Reads the annotations of the object that holds the leader lock; undefined where it is no such object. A lock that was not renewed for `ttl`
 * seconds is nobody's: that is decided by who reads, with {@link PatroniLeader.until}, and clocks that differ make it fuzzy by as much.
 * Source: https://github.com/patroni/patroni/blob/master/patroni/dcs/kubernetes.py (_cluster_from_nodes)
 */
export function readPatroniLeader(annotations: Readonly<Record<string, string>>): PatroniLeader | undefined {
  const { leader, optime, renewTime, ttl } = annotations;
  if (leader === undefined && renewTime === undefined) return undefined;
  const renewed = renewTime === undefined ? NaN : Date.parse(renewTime);
  const seconds = Number(ttl);
  return {
    leader: leader === '' ? undefined : leader,
    offset: optime !== undefined && /^\d+$/u.test(optime) ? Number(optime) : undefined,
    until: Number.isNaN(renewed) || !(seconds > 0) ? undefined : renewed + seconds * 1000,
  };
}

/**
 * How far a member is behind the leader by what both wrote. They wrote at different times, up to `loop_wait` apart, so on a busy database this is
 * an estimate, as in `patronictl list`; without a stream it is a lower bound and left out.
 */
export function patroniLag(member: PatroniMember, leader: PatroniLeader | undefined): Lag | undefined {
  if (member.streaming !== true || member.offset === undefined || leader?.offset === undefined) return undefined;
  const bytes = Math.max(0, leader.offset - member.offset);
  return bytes === 0 ? { bytes, seconds: 0 } : { bytes };
}

function parse(annotation: string | undefined): Printed | undefined {
  if (annotation?.startsWith('{') !== true) return undefined;
  try {
    return new Printed(JSON.parse(annotation) as Json);
  } catch {
    return undefined;
  }
}
