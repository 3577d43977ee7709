import type { EngineContext } from '../model/engine.ts';
import type { SwitchingEngine } from '../model/switching.ts';
import type { Flavour } from './flavour.ts';
import { SENTINEL_CLIENT } from './sentinel-quorum.ts';
import { FENCED } from './switching-facts.ts';
import { FENCE_SETTINGS } from './switching-fence.ts';
import { local } from './switching-server.ts';
import { switchingOf } from './switching.ts';
import { cannotHandOver, cannotTakeOver } from './switching-unfit.ts';

/** The replica-priority by which Sentinel prefers the candidate: the lowest that is not «never». https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#replicas-priority */
export const PREFERRED = 1;

/** How a server and its Sentinels are told to change roles. Scripts of the server are for its own container, those of a Sentinel for the Sentinel's; `$NAME` is what it calls the primary. */
export interface SentinelSwitching extends SwitchingEngine {
  /** For the candidate: `$PRIORITY` is its replica-priority from now on, also after a restart. */
  readonly prefer: (context: EngineContext) => string;
  /** For a Sentinel: prints what {@link readView} reads. */
  readonly view: string;
  /** For a Sentinel: asks it to fail over. Prints `asked=yes`, or its refusal after `refused=`. */
  readonly failOver: string;
}

/** The primary and its replicas as one Sentinel knows them. */
export interface SentinelView {
  /** Host or address; undefined where it does not say. */
  readonly primary: string | undefined;
  /** A failover is under way. */
  readonly isBusy: boolean;
  /** By host or address, the replica-priority of which it has heard; 0: never. It asks every 10 s. */
  readonly priorities: ReadonlyMap<string, number>;
}

/**
 * As {@link ./switching-fence.ts} has it, but clients are not paused: that holds up what Sentinels publish, too, and they would take the server for dead. Pings go on for the same reason.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#allow-writes-only-with-n-attached-replicas
 */
const FENCE = [
  'if [ "$(field role)" = slave ]; then [ "$(conf replica_read_only)" = yes ] && exit 0; echo "it is a replica that accepts writes" >&2; exit 1; fi',
  'is_fenced || echo CONFIG REWRITE | tell "$@" || exit 1',
  'old="$min $max"; usual',
  `limit_of="$max"; [ "$max" -gt 0 ] || limit_of=${String(FENCED)}`,
  `tell "$@" <<PLINTH || { is_fenced || echo "CONFIG SET min-replicas-to-write \${old% *} min-replicas-max-lag \${old#* }" | tell "$@"; exit 1; }
MULTI
CONFIG SET min-replicas-to-write $((min + ${String(FENCED)})) min-replicas-max-lag $limit_of
CONFIG REWRITE
EXEC
PLINTH`,
];

/** As it was before. A replica needs no fence. */
const LIFT = [
  'usual',
  'tell "$@" <<PLINTH || exit 1\nMULTI\nCONFIG SET min-replicas-to-write $min min-replicas-max-lag $max\nCONFIG REWRITE\nEXEC\nPLINTH',
];

const PREFER = [
  'case "$PRIORITY" in *[!0-9]*|"") echo "no priority" >&2; exit 1 ;; esac',
  'tell "$@" <<PLINTH || exit 1\nCONFIG SET replica-priority $PRIORITY\nCONFIG REWRITE\nPLINTH',
];

/** https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands */
const VIEW = [
  ...SENTINEL_CLIENT,
  'echo "primary=$(ask SENTINEL GET-MASTER-ADDR-BY-NAME "$NAME" | head -n 1)"',
  `ask SENTINEL MASTER "$NAME" | awk 'NR % 2 { key = $0; next } key == "flags" { print "flags=" $0 }'`,
  `ask SENTINEL REPLICAS "$NAME" | awk 'NR % 2 { key = $0; next } key == "ip" { ip = $0 } key == "slave-priority" { print "replica=" ip " " $0 }'`,
].join('\n');

/** Refusals are INPROG and NOGOODSLAVE. */
const FAIL_OVER = [
  ...SENTINEL_CLIENT,
  'said="$(ask SENTINEL FAILOVER "$NAME" | head -n 1)"',
  'case "$said" in OK) echo asked=yes ;; *) printf "refused=%s\\n" "${said:-no answer}" ;; esac',
].join('\n');

/**
 * How members of a Redis or Valkey change roles where Sentinels watch them: SENTINEL FAILOVER alone takes the primary for lost, and what it takes meanwhile is lost; so it is fenced first, and Sentinel is asked
 * once the candidate has everything. Sentinel tells all members whom to follow, and writes it into their files.
 */
export function sentinelSwitchingOf(flavour: Flavour): SentinelSwitching {
  return {
    ...switchingOf(flavour),
    cannotHandOver: (primary) => cannotHandOver(primary, 'sentinel'),
    cannotTakeOver: (primary, candidate) => cannotTakeOver(primary, candidate, 'sentinel'),
    fence: { by: 'stays', script: (context) => local(context, flavour, ...FENCE_SETTINGS, ...FENCE) },
    unfence: (context) => local(context, flavour, ...FENCE_SETTINGS, ...LIFT),
    prefer: (context) => local(context, flavour, ...PREFER),
    view: VIEW,
    failOver: FAIL_OVER,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
  };
}

/** Reads what {@link SentinelSwitching.view} printed. */
export function readView(output: string): SentinelView {
  const values = (key: string): string[] =>
    output
      .split('\n')
      .filter((line) => line.startsWith(`${key}=`))
      .map((line) => line.slice(key.length + 1).trim());
  const [primary = ''] = values('primary');
  const priorities = values('replica').flatMap((text): [string, number][] => {
    const [host, priority] = text.split(' ');
    return host === undefined || priority === undefined || !/^\d+$/u.test(priority) ? [] : [[host, Number(priority)]];
  });
  return {
    primary: primary === '' ? undefined : primary,
    isBusy: values('flags').some((flags) => flags.includes('failover_in_progress')),
    priorities: new Map(priorities),
  };
}
