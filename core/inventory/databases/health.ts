import type { Alarm, Health, LiveMember, LiveStorage } from '../model.ts';
import { counted, duration, listed, wordsFor } from './words.ts';

/** What the health of a database is judged by. */
export interface Signs {
  readonly alarms: readonly Alarm[];
  readonly desired: number | undefined;
  readonly members: readonly LiveMember[];
  readonly storage: readonly LiveStorage[];
  /** One member accepts writes and others follow it. */
  readonly singleWriter: boolean;
  /** Members that a label or Patroni calls primary, whatever the engine says. */
  readonly calledPrimary: readonly string[];
  /** It has more than one member that keep data of their own, and nothing replicates between them. */
  readonly apart: boolean;
  /** What an operator says is wrong with it. */
  readonly remarks: readonly string[];
  /** Whether pods can be read at all. */
  readonly seesPods: boolean;
}

export interface Judgement {
  readonly health: Health;
  readonly reasons: readonly string[];
}

/** From here on a replica is said to be far behind. */
const FAR_BEHIND_SECONDS = 60;
const FULL = 0.9;

type Finding = readonly [health: 'down' | 'degraded', reason: string];

/** Says how a database is and why, the worst first, from what is known of it; what is unknown is not taken for bad. */
export function judge(signs: Signs): Judgement {
  const { alarms, desired, members } = signs;
  const running = members.filter(({ trouble }) => trouble !== 'Terminating');
  if (desired === 0 && alarms.length === 0) {
    const left = members.length === 0 ? [] : [`${counted(members.length, 'member')} still to end`];
    return { health: 'stopped', reasons: ['It is scaled to no members.', ...left.map((text) => `${text}.`)] };
  }
  if (!signs.seesPods && alarms.length === 0) {
    return { health: 'unknown', reasons: ['One may not read its pods: how it is cannot be said.'] };
  }
  const findings = [
    ...readiness(signs, running),
    ...roles(signs),
    ...replicas(members),
    ...space(signs.storage),
    ...signs.remarks.map((remark): Finding => ['degraded', remark]),
  ];
  const reasons = [
    ...alarms.map(({ message }) => message),
    ...findings.filter(([health]) => health === 'down').map(([, reason]) => reason),
    ...findings.filter(([health]) => health === 'degraded').map(([, reason]) => reason),
  ];
  const health =
    alarms.length > 0
      ? 'alarm'
      : findings.some(([one]) => one === 'down')
        ? 'down'
        : findings.length > 0
          ? 'degraded'
          : 'healthy';
  return { health, reasons: [...new Set(reasons)] };
}

function readiness({ desired, members }: Signs, running: readonly LiveMember[]): Finding[] {
  const ready = members.filter((member) => member.ready);
  const troubled = members
    .filter(({ trouble }) => trouble !== undefined)
    .map(({ pod, trouble }): string => `${pod.name} ${wordsFor(trouble ?? '')}.`);
  const wanted = desired ?? members.length;
  if (members.length === 0) return [['down', 'It has no pod.']];
  if (ready.length === 0) return [['down', 'No member is ready.'], ...troubled.map((text): Finding => ['down', text])];
  const missing: Finding[] = ready.length < wanted ? [['degraded', notReady(ready.length, wanted, running)]] : [];
  return [...missing, ...troubled.map((text): Finding => ['degraded', text])];
}

function notReady(ready: number, wanted: number, running: readonly LiveMember[]): string {
  const late = running.filter((member) => !member.ready).map(({ pod }) => pod.name);
  const which = late.length > 0 && late.length <= 3 ? `: ${listed(late)} ${late.length === 1 ? 'is' : 'are'} not` : '';
  return `${ready} of ${counted(wanted, 'member')} ${wanted === 1 ? 'is' : 'are'} ready${which}.`;
}

function roles({ singleWriter, members, calledPrimary, apart }: Signs): Finding[] {
  if (!singleWriter) return [];
  const found: Finding[] = [];
  const answered = members.filter(({ asked }) => asked.state === 'answered');
  const primaries = members.filter(({ role }) => role === 'primary');
  const proven = answered.filter(({ role }) => role === 'primary').map(({ pod }) => pod.name);
  if (calledPrimary.length > 1 && !apart) {
    found.push(['degraded', `${listed(calledPrimary)} are called primary at once; there should be one.`]);
  } else if (calledPrimary.length === 1 && proven.length === 1 && calledPrimary[0] !== proven[0]) {
    found.push([
      'degraded',
      `${listed(calledPrimary)} is called primary, but ${listed(proven)} is the one: what goes by the name goes astray.`,
    ]);
  }
  for (const { pod, writable, role } of answered) {
    if (role === 'primary' && writable === false)
      found.push(['degraded', `${pod.name} is the primary and takes no writes.`]);
  }
  const isComplete = answered.length === members.length && members.length > 0;
  if (isComplete && primaries.length === 0 && !members.some((member) => followsElsewhere(member, members))) {
    found.push(['down', 'No member accepts writes: all are replicas.']);
  }
  const silent = members.filter(({ asked, ready }) => asked.state === 'failed' && ready);
  for (const { pod, asked } of silent) {
    found.push([
      'degraded',
      `${pod.name} is ready but gives no answer${asked.why === undefined ? '' : `: ${asked.why}`}.`,
    ]);
  }
  if (apart && proven.length > 1) {
    found.push(['degraded', `${listed(proven)} each keep data of their own: nothing replicates between them.`]);
  }
  return found;
}

/** A replica of a server that is not among these members: a set of read replicas, or a standby of another cluster. */
function followsElsewhere({ role, streaming, upstream }: LiveMember, members: readonly LiveMember[]): boolean {
  if (role !== 'replica' || streaming !== true || upstream === undefined) return false;
  const [host = ''] = upstream.split(/[.:]/u, 1);
  return !members.some(({ pod }) => pod.name === host);
}

function replicas(members: readonly LiveMember[]): Finding[] {
  return members
    .filter(({ role }) => role === 'replica')
    .flatMap(({ pod, streaming, lag }): Finding[] => {
      if (streaming === false) return [['degraded', `${pod.name} receives no changes from its primary.`]];
      const late = lag?.seconds;
      return late !== undefined && late > FAR_BEHIND_SECONDS
        ? [['degraded', `${pod.name} is ${duration(late)} behind its primary.`]]
        : [];
    });
}

function space(storage: readonly LiveStorage[]): Finding[] {
  return storage.flatMap(({ label, members, phase, used, available, capacity }): Finding[] => {
    if (phase === 'Lost') return [['degraded', `The claim ${label} has lost its volume.`]];
    if (phase === 'Missing') return [['degraded', `The claim ${label} does not exist.`]];
    if (phase === 'Pending' && members.length > 0) return [['degraded', `The claim ${label} waits for a volume.`]];
    const whole = used !== undefined && available !== undefined ? used + available : capacity;
    const share = used === undefined || whole === undefined || whole === 0 ? 0 : used / whole;
    return share >= FULL ? [['degraded', `${label} is ${Math.floor(share * 100)} % full.`]] : [];
  });
}
