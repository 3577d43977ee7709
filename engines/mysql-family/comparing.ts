import type { ComparingEngine, Difference } from '../model/comparing.ts';
import type { RestFacts } from '../model/stopping.ts';

/** What MySQL and MariaDB name alike. */
export const COMMON = {
  /**
   * Applications and tables rely on them; a replica is not told of them by its primary. `lower_case_table_names` says which tables are the same.
   * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html, https://dev.mysql.com/doc/refman/8.4/en/replication-features-differing-tables.html
   */
  same: [
    'log_bin',
    'binlog_format',
    'binlog_row_image',
    'lower_case_table_names',
    'sql_mode',
    'character_set_server',
    'collation_server',
    'innodb_flush_log_at_trx_commit',
    'sync_binlog',
    'event_scheduler',
  ],
  /** An event that is larger than it stops the replica. https://dev.mysql.com/doc/refman/8.4/en/replication-features-max-allowed-packet.html */
  notLower: ['max_allowed_packet', 'max_connections'],
} as const;

export interface Compared {
  readonly same: readonly string[];
  readonly notLower: readonly string[];
  readonly unlike: NonNullable<ComparingEngine['unlike']>;
}

const namesOf = ({ same, notLower, unlike }: Compared): readonly string[] => [
  ...same,
  ...notLower,
  ...unlike.map(({ fact }) => fact),
];

/** Prints `name=value` of those variables that this version has; for a script in which `sql` is the client. */
export function printed(compared: Compared): string {
  const names = namesOf(compared).map((name) => `'${name}'`);
  return [
    `settings="$(sql "$@" -e "SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names.join(', ')})")" || exit 1`,
    String.raw`printf '%s\n' "$settings" | tr '\t' '='`,
  ].join('\n');
}

/** What differs so that it matters. */
export const differencesOf =
  ({ same, notLower }: Compared) =>
  (primary: RestFacts, replica: RestFacts): readonly Difference[] => [
    ...notLower.flatMap((name): Difference[] => {
      const [its, own] = [Number(primary[name] ?? NaN), Number(replica[name] ?? NaN)];
      if (!(own < its)) return [];
      return [
        {
          what: `{member} has a lower ${name} than its primary.`,
          evidence: `${String(own)}, the primary ${String(its)}`,
          mend: `Raise ${name} on the replica to ${String(its)}.`,
        },
      ];
    }),
    ...same.flatMap((name): Difference[] => {
      const [its, own] = [primary[name], replica[name]];
      if (its === undefined || own === undefined || its === own) return [];
      return [
        {
          what: `{member} has another ${name} than its primary.`,
          evidence: `«${own}», the primary «${its}»`,
          mend: 'Give all members the same configuration.',
        },
      ];
    }),
  ];

/** The names that a check tells. */
export const compared = (of: Compared): readonly string[] => namesOf(of);
