import type { ComparingEngine, Difference } from '../model/comparing.ts';
import type { RestFacts } from '../model/stopping.ts';
import type { Flavour } from './flavour.ts';
import { local } from './switching-server.ts';

/**
 * What a replica is not told by its primary, and what it does as soon as it leads: throw keys away, keep nothing, tell nobody. None of them is a secret.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/config/, https://redis.io/docs/latest/operate/oss_and_stack/management/replication/
 */
const SAME = [
  'maxmemory-policy',
  'appendonly',
  'appendfsync',
  'save',
  'min-replicas-to-write',
  'notify-keyspace-events',
] as const;

/** 0 is no limit. */
const LIMIT = 'maxmemory';

/** From 7.0 on several at once; before, each by itself. */
const PRINTED = [
  `for name in ${[LIMIT, ...SAME].join(' ')}; do`,
  `  said="$($limit "$program" "$@" CONFIG GET "$name" | tr -d '\\r')"`,
  `  printf '%s\\n' "$said" | awk -v name="$name" 'NR == 1 && $0 == name { is = 1 } NR == 2 && is { print name "=" $0 }'`,
  'done',
  // The stream that it follows, or would be followed for: https://redis.io/docs/latest/commands/info/
  'echo "stream=$(field master_replid)"',
].join('\n');

/** How members of a Redis or Valkey are compared. */
export const comparingOf = (flavour: Flavour): ComparingEngine => ({
  engine: flavour.id,
  of: [LIMIT, ...SAME, 'master_replid'],
  facts: (context) => local(context, flavour, PRINTED),
  differences,
  source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/config/',
});

function differences(primary: RestFacts, replica: RestFacts): readonly Difference[] {
  const same = SAME.flatMap((name): Difference[] => {
    const [its, own] = [primary[name], replica[name]];
    if (its === undefined || own === undefined || its === own) return [];
    return [
      {
        what: `{member} has another ${name} than its primary.`,
        evidence: `«${own}», the primary «${its}»`,
        mend: 'Give all members the same configuration.',
      },
    ];
  });
  return [...lowerLimit(primary, replica), ...otherStream(primary, replica), ...same];
}

function lowerLimit({ [LIMIT]: its }: RestFacts, { [LIMIT]: own }: RestFacts): Difference[] {
  const bytes = (text: string | undefined): number => (text === '0' ? Infinity : Number(text ?? NaN));
  if (!(bytes(own) < bytes(its))) return [];
  return [
    {
      what: '{member} may use less memory than its primary: once it leads it throws keys away, or takes no writes, earlier.',
      evidence: `${LIMIT} ${own ?? ''}, the primary ${its === '0' ? 'has no limit' : (its ?? '')}`,
      mend: `Give all members the same ${LIMIT}.`,
    },
  ];
}

function otherStream({ stream: its }: RestFacts, { stream: own }: RestFacts): Difference[] {
  if (its === undefined || own === undefined || its === own) return [];
  return [
    {
      what: '{member} has the stream of another primary.',
      evidence: `master_replid ${own}, the primary ${its}`,
      mend: 'Let it follow this primary: it copies its data anew.',
    },
  ];
}
