import { readVersion } from '../configuration/version.ts';
import { some, withoutUndefined } from '../live/answer.ts';
import { readJsonLine, type Printed } from '../live/printed.ts';
import { UnreadableAnswer, type FollowerSeen, type Lag, type MemberAnswer, type MemberRole } from '../model/live.ts';

/** Reads the line that {@link SCRIPT} prints. */
export function readAnswer(output: string): MemberAnswer {
  const printed = readJsonLine(output);
  const is = (name: string) => printed.at(name).flag() === true;
  if (printed.at('primary').flag() === undefined)
    throw new UnreadableAnswer('the answer does not say what the member is');
  const members = printed.at('members').items();
  const self = members.find((member) => member.at('self').flag() === true);
  const leader = members.find((member) => member.at('state').text() === 'PRIMARY');
  const role: MemberRole = is('router') ? 'member' : is('arbiter') ? 'arbiter' : is('primary') ? 'primary' : 'replica';
  const isReplica = role === 'replica';
  const isStreaming = self && is('secondary') && self.at('source').text() !== undefined;
  return withoutUndefined<MemberAnswer>({
    role,
    writable: is('router') ? undefined : is('primary') && !is('readOnly'),
    version: readVersion(printed.at('version').text() ?? ''),
    position: stamp(printed.at('last')),
    history: printed.at('term').number()?.toString(),
    identity: printed.at('set').text(),
    upstream: isReplica ? (self?.at('source').text() ?? printed.at('leader').text()) : undefined,
    streaming: isReplica ? (is('secondary') ? isStreaming : false) : undefined,
    lag: isReplica && isStreaming === true && leader !== undefined ? lag(self, leader) : undefined,
    followers:
      role === 'primary' && self !== undefined
        ? members.filter((one) => one !== self).flatMap((one) => follower(one, self))
        : undefined,
    remarks: some([...remarks(printed, self)]),
  });
}

/** `1795367334:7`: seconds since 1970, and a count within the second. */
function stamp(time: Printed): string | undefined {
  const [seconds, count] = time.items().map((part) => part.number());
  return seconds === undefined || count === undefined ? undefined : `${seconds}:${count}`;
}

/** The oplog is logical, so there are no bytes. The same last operation means none. Both are as the member has heard: heartbeats are 2 s apart. */
function lag(member: Printed, leader: Printed): Lag | undefined {
  const [own, theirs] = [stamp(member.at('at')), stamp(leader.at('at'))];
  if (own !== undefined && own === theirs) return { bytes: 0, seconds: 0 };
  const [then, now] = [member.at('date').number(), leader.at('date').number()];
  return then === undefined || now === undefined ? undefined : { seconds: Math.max(0, (now - then) / 1000) };
}

function follower(member: Printed, self: Printed): FollowerSeen[] {
  const state = member.at('state').text() ?? 'unknown';
  if (state === 'ARBITER') return [];
  const name = member.at('name').text() ?? 'unknown';
  return [
    withoutUndefined<FollowerSeen>({
      name,
      address: undefined,
      state: state.toLowerCase(),
      synchronous: undefined,
      lag: state === 'SECONDARY' ? lag(member, self) : undefined,
    }),
  ];
}

function* remarks(printed: Printed, self: Printed | undefined): Generator<string> {
  if (printed.at('uninitiated').flag() === true) yield 'its replica set is not initiated: it accepts nothing yet';
  if (printed.at('readOnly').flag() === true) yield 'it runs read-only';
  if (printed.at('login').flag() === false)
    yield 'the user in the container’s variables cannot log in: only what needs no login is known';
  const state = self?.at('state').text();
  if (state !== undefined && !/^(?:PRIMARY|SECONDARY|ARBITER)$/u.test(state))
    yield `its state in the replica set is ${state}`;
}
