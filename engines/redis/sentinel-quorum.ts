import { CLIENT_SECONDS, findProgram, LIMIT } from '../live/script.ts';
import { OTHER_PORTS } from './facts.ts';

/** What a Sentinel says of one primary that it watches. */
export interface SentinelSaid {
  /** The name under which it watches the primary. */
  readonly name: string;
  /** Enough Sentinels agree, and a majority can authorise a failover. */
  readonly quorum: boolean;
  /** In its own words: `OK 3 usable Sentinels. Quorum and failover authorization can be reached`. */
  readonly words: string;
  /** Where it takes the primary to be, as host or address; undefined where it does not say. */
  readonly primary: string | undefined;
}

/** Where a Sentinel listens, if nobody says otherwise. */
export const [SENTINEL_PORT = 26379] = OTHER_PORTS;

/**
 * What scripts for a Sentinel's container begin with: `ask` is its client. A password is taken from the container's own environment, and comes onto no command line.
 */
export const SENTINEL_CLIENT = [
  LIMIT,
  findProgram('redis-cli', 'valkey-cli'),
  'REDISCLI_AUTH="${SENTINEL_PASSWORD:-${REDIS_SENTINEL_PASSWORD:-${REDIS_PASSWORD:-${REDISCLI_AUTH:-}}}}"; export REDISCLI_AUTH',
  '[ -n "$REDISCLI_AUTH" ] || unset REDISCLI_AUTH',
  `ask() { $limit "$program" -p ${String(SENTINEL_PORT)} --no-auth-warning "$@" 2>/dev/null | tr -d '\\r'; }`,
];

/**
 * For `/bin/sh` in a container that runs a Sentinel: for each primary that it watches the name, its address and what CKQUORUM says, with tabs between them.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands
 */
export const SENTINEL_QUORUM = [
  ...SENTINEL_CLIENT,
  `names="$(ask SENTINEL MASTERS | sed 's/^[0-9]*) *//; s/^"//; s/"$//' | awk 'found { print; found = 0 } $0 == "name" { found = 1 }')"`,
  '[ -n "$names" ] || { echo "it watches nobody, or does not answer" >&2; exit 1; }',
  'for name in $names; do',
  '  at="$(ask SENTINEL GET-MASTER-ADDR-BY-NAME "$name" | head -n 1)"',
  '  printf "%s\\t%s\\t%s\\n" "$name" "$at" "$(ask SENTINEL CKQUORUM "$name" | head -n 1)"',
  'done',
].join('\n');

/** Seconds that {@link SENTINEL_QUORUM} may take. */
export const SENTINEL_SECONDS = 4 * CLIENT_SECONDS;

/** Reads what {@link SENTINEL_QUORUM} printed; lines that it does not understand are left out. */
export function readSentinels(output: string): readonly SentinelSaid[] {
  return output.split('\n').flatMap((line): SentinelSaid[] => {
    const [name, at, words] = line.trimEnd().split('\t');
    if (name === undefined || at === undefined || words === undefined) return [];
    return [{ name, quorum: words.startsWith('OK'), words, primary: at === '' ? undefined : at }];
  });
}
