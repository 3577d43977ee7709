import { some, withoutUndefined } from '../live/answer.ts';
import { UnreadableAnswer, type FollowerSeen, type MemberAnswer } from '../model/live.ts';

/** A line of `nodetool status`: state, address, load, tokens, owns, host id, rack. */
interface Node {
  /** `UN`: up or down; normal, leaving, joining, moving. */
  readonly state: string;
  readonly address: string;
  readonly load: number | undefined;
  readonly id: string;
}

const UNITS: Readonly<Record<string, number>> = { bytes: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };
const STATES: Readonly<Record<string, string>> = { N: 'normal', L: 'leaving', J: 'joining', M: 'moving' };

/**
 * Reads what `nodetool info` and `nodetool status` print, one after the other.
 * Source: https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/status.html
 */
export function readAnswer(output: string): MemberAnswer {
  const info = new Map(
    output.split('\n').flatMap((line) => {
      const [, name, value] = /^([A-Z][\w ()]*?)\s*: (.*)$/u.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()] as const];
    }),
  );
  const id = info.get('ID');
  if (id === undefined) throw new UnreadableAnswer('nodetool did not say which node it is');
  const nodes = output.split('\n').flatMap(readNode);
  const own = nodes.find((node) => node.id === id);
  const takesClients = info.get('Native Transport active') === 'true';
  const down = nodes.filter(({ state }) => state.startsWith('D'));
  return withoutUndefined<MemberAnswer>({
    role: 'member',
    writable: own === undefined ? undefined : own.state === 'UN' && takesClients,
    dataBytes: own?.load,
    streaming: own === undefined ? undefined : own.state === 'UN',
    followers: some(nodes.filter((node) => node !== own).map(followerOf)),
    remarks: some([
      ...(own !== undefined && own.state !== 'UN' ? [`the ring has it as ${wordsOf(own.state)}`] : []),
      ...(takesClients ? [] : ['it takes no clients: the native transport is off']),
      ...(info.get('Gossip active') === 'false' ? ['it takes no part in gossip'] : []),
      ...(down.length === 0 ? [] : [`it sees ${down.length} of ${nodes.length} nodes down`]),
    ]),
  });
}

function readNode(line: string): Node[] {
  const [, state, address, load, unit, id] =
    /^([UD][NLJM])\s+(\S+)\s+(?:\?|([\d.,]+) (\w+))\s.*?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\s/u.exec(line) ?? [];
  if (state === undefined || address === undefined || id === undefined) return [];
  const factor = UNITS[unit ?? ''];
  const bytes =
    load === undefined || factor === undefined ? undefined : Math.round(Number(load.replace(',', '.')) * factor);
  return [{ state, address, load: bytes, id }];
}

function followerOf({ state, address }: Node): FollowerSeen {
  return { name: address, address, state: wordsOf(state) };
}

function wordsOf(state: string): string {
  return `${state.startsWith('U') ? 'up' : 'down'}, ${STATES[state[1] ?? ''] ?? 'unknown'}`;
}
