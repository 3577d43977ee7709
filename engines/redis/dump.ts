import { onlyInFile } from '../dumping/password.ts';
import { findProgram } from '../live/script.ts';
import type { DumpEngine, DumpMethod, JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { quote } from '../probes/quote.ts';
import type { Flavour } from './flavour.ts';
import { reachOf, variableOfSetting } from './live.ts';
import { isTlsOnly, portOf } from './port.ts';
import { passwordVariable } from './probes.ts';
import { replication } from './replication.ts';

/** How Redis or Valkey is dumped as a replica would be filled, and how a restored server is checked. */
export function dumpOf(flavour: Flavour): DumpEngine {
  const local = (context: EngineContext, ...lines: readonly string[]): string => {
    const reach = reachOf(context, flavour);
    const start = reach ?? ["echo 'its port is not in sight' >&2; exit 1"];
    return [...start, SAID, ANSWERED, FIELD, ...lines].join('\n');
  };
  return {
    engine: flavour.id,
    methods: [physical(flavour)],
    unable: (context, method) => {
      if (method === 'logical') return `${flavour.name} has no logical dump; its snapshot (RDB) holds everything`;
      if (portOf(context) === undefined) return 'its port is not in sight';
      if (isTlsOnly(context)) return 'it takes TLS only, and a Job does not get its certificates yet';
      if (replication(context, flavour).method === 'redis-cluster')
        return 'a cluster of shards has a snapshot for each, and no point in time for all';
      return onlyInFile(context.container, variables(context, flavour));
    },
    facts: (context) => local(context, ...TOLD),
    around: (context) => remote(context, flavour, SAID, ANSWERED, FIELD, ...TOLD),
    check: (context) =>
      local(
        context,
        'if [ "$(field loading)" = 0 ]; then echo "ok it has loaded its data"; else echo "bad it is still loading its data"; fi',
        'loaded="$(field rdb_last_load_keys_loaded)" expired="$(field rdb_last_load_keys_expired)" held="$(keys)"',
        // Keys whose time was over when it started are no loss. Fields of Redis ≥ 7; before, what it holds now.
        'if [ -n "$loaded" ] && [ $((loaded + ${expired:-0})) -gt "$held" ]; then held=$((loaded + ${expired:-0})); fi',
        'echo "count.keys=$held"',
      ),
    query: {
      job: (context) => remote(context, flavour, ...ASKED),
      local: (context) => {
        const reach = reachOf(context, flavour) ?? ["echo 'its port is not in sight' >&2; exit 1"];
        return [...reach, ...ASKED].join('\n');
      },
    },
    // It follows whom its configuration names; a script that names its primary is left out.
    alone: ({ variant }) => (variant === 'bitnami' ? undefined : []),
    source: flavour.pages.persistence,
  };
}

/** INFO's answer in `$info`. */
export const SAID = 'info="$("$program" "$@" INFO | tr -d \'\\r\')"';

/** An error comes with exit code 0. */
export const ANSWERED =
  'case "$info" in *redis_version:*) ;; *) echo "the server does not answer INFO" >&2; exit 1 ;; esac';

/**
 * Keys that were changed since the last snapshot; each of them may have come or gone. Another snapshot begins to count anew: then a thousand million more are said, which
 * sets no limit. Source: https://redis.io/docs/latest/commands/info/ (rdb_changes_since_last_save)
 */
const CHANGED = [
  'changed="$(field rdb_changes_since_last_save)" saved="$(field rdb_last_save_time)"',
  'if [ -n "$changed" ] && [ -n "$saved" ]; then',
  '  changed=$((saved % 1000000 * 1000000000 + changed))',
  '  echo "gained.keys=$changed"; echo "lost.keys=$changed"',
  'fi',
];

/** What the server says of itself, by {@link FIELD}. */
const TOLD = [
  'echo "version=$(field redis_version)"',
  'echo "identity=$(field master_replid)"',
  'echo "position=$(field master_repl_offset)"',
  'if [ "$(field role)" = slave ]; then',
  '  echo role=replica',
  '  if [ "$(field master_link_status)" = up ]; then echo streaming=true; else echo streaming=false; echo "busy=it is a replica that does not stream: its data may be old"; fi',
  'else echo role=primary; fi',
  '[ "$(field loading)" = 0 ] || echo "busy=it is still loading its data"',
  ...CHANGED,
  'echo "count.keys=$(keys)"',
];

/** A command is asked only if the server itself calls it one that reads. https://redis.io/docs/latest/commands/command-info/ */
const ASKED = [
  'if [ -n "${PLINTH_QUERY_DATABASE:-}" ]; then set -- "$@" -n "$PLINTH_QUERY_DATABASE"; fi',
  '"$program" "$@" COMMAND INFO "${PLINTH_QUERY%% *}" | grep -Eq "^ *([0-9]+\\) *)*readonly\\s*$" || { echo "the server does not call ${PLINTH_QUERY%% *} a command that only reads" >&2; exit 1; }',
  'said="$(printf "%s\\n" "$PLINTH_QUERY" | "$program" "$@")" || exit 1',
  'case "$said" in ERR*|NOPERM*|WRONGTYPE*) printf "%s\\n" "$said" >&2; exit 1 ;; esac',
  'printf "%s\\n" "$said"',
];

/** Shell functions that read INFO's answer in `$info`: one field; the keys of all databases. */
export const FIELD = [
  'field() { printf "%s\\n" "$info" | sed -n "s/^$1://p" | head -n 1; }',
  'keys() { printf "%s\\n" "$info" | sed -n "s/^db[0-9]*:keys=\\([0-9]*\\),.*/\\1/p" | awk "{ n += \\$1 } END { print n + 0 }"; }',
].join('\n');

export function variables(context: EngineContext, flavour: Flavour): string[] {
  const named = passwordVariable(context, flavour) ?? variableOfSetting(context);
  const usual = [`${flavour.prefix}PASSWORD`, `${flavour.prefix}REQUIREPASS`, 'REDIS_PASSWORD', 'REDIS_PASS'];
  return [...new Set(['REDISCLI_AUTH', ...(named === undefined ? [] : [named]), ...usual])];
}

/**
 * The name under which a server finds its data at the start. With the append only file on, it does not look at the snapshot; an append only file may begin with
 * (and be nothing but) a snapshot, and versions from 7 on take such a single file over into their folder of parts.
 * Source: https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
function fileNames({ settings }: EngineContext): {
  readonly snapshot: string;
  readonly log: string;
  readonly on: 'yes' | 'no' | 'unknown';
} {
  const named = (setting: string, otherwise: string) => {
    const value = settings.get(setting)?.value ?? '';
    return value === '' || isUnknown(value) ? otherwise : value;
  };
  const on = settings.get('appendonly')?.value.toLowerCase();
  return {
    snapshot: named('dbfilename', 'dump.rdb'),
    log: named('appendfilename', 'appendonly.aof'),
    on: on === 'yes' || on === 'no' ? on : 'unknown',
  };
}

/**
 * Lines that take the mark off the end of `$file`. A server that sends its snapshot without a file of its own ends it with a mark of 40 hexadecimal digits, and
 * the client, which takes it off a file, cannot take it off a stream; as an append only file it would be read as commands. A snapshot itself ends with the byte
 * 255 and a checksum of 8 bytes, so it never looks like one.
 * Source: https://github.com/redis/redis/blob/7.0/src/redis-cli.c (getRDB), https://rdb.fnordig.de/file_format.html
 */
const WITHOUT_MARK = [
  'if tail -c 40 "$file" | LC_ALL=C grep -Eaq "^[0-9a-f]{40}$"; then',
  '  truncate -s $(($(wc -c < "$file") - 40)) "$file"',
  'fi',
];

/** A script of a Job that logs in at `$HOST` and `$PORT`; `"$program" "$@"` is the client. */
export function remote(context: EngineContext, flavour: Flavour, ...lines: readonly string[]): JobScript {
  const start = [
    'set -eu',
    '[ -n "${REDISCLI_AUTH:-}" ] || unset REDISCLI_AUTH',
    findProgram(...new Set([flavour.client, 'redis-cli'])),
    'set -- -h "$HOST" -p "$PORT"',
  ];
  return {
    script: [...start, ...lines].join('\n'),
    inherits: [{ name: 'REDISCLI_AUTH', from: variables(context, flavour) }],
  };
}

function physical(flavour: Flavour): DumpMethod {
  return {
    method: 'physical',
    consistency: 'application',
    // The snapshot comes as a replica gets it; what it says goes to standard error.
    dump: (context) => remote(context, flavour, 'exec "$program" "$@" --rdb -'),
    restore: {
      kind: 'fill',
      script: (context) => {
        const { snapshot, log, on } = fileNames(context);
        const first = `"$DATA"/${quote(on === 'yes' ? log : snapshot)}`;
        return {
          script: [
            'set -eu',
            'umask 077',
            'mkdir -p "$DATA"',
            `[ ! -e "$DATA"/${quote(snapshot)} ] && [ ! -e "$DATA"/${quote(log)} ] && [ ! -e "$DATA/appendonlydir" ] || { echo 'the data directory is not empty' >&2; exit 1; }`,
            `file=${first}`,
            'cat > "$file"',
            ...WITHOUT_MARK,
            ...(on === 'unknown' ? [`cp "$file" "$DATA"/${quote(log)}`] : []),
          ].join('\n'),
          inherits: [],
        };
      },
    },
    verifyFiles: (context) => {
      const { snapshot, log, on } = fileNames(context);
      const checker = flavour.client.replace('-cli', '-check-rdb');
      return {
        script: [
          'set -eu',
          findProgram(...new Set([checker, 'redis-check-rdb'])),
          `"$program" "$DATA"/${quote(on === 'yes' ? log : snapshot)}`,
        ].join('\n'),
        inherits: [],
      };
    },
    leavesOut: ['the configuration, and accounts of an ACL file', 'every write after it began'],
    source: flavour.pages.client,
  };
}
