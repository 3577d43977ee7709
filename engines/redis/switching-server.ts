import { findText } from '../configuration/pod-texts.ts';
import { LIMIT } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { VolumeKind } from '../model/workload.ts';
import { quote } from '../probes/quote.ts';
import type { Flavour } from './flavour.ts';
import { reachOf } from './live.ts';
import { SAID } from './stopping.ts';

/** Settings that scripts read; none of them is a secret. Several at once from 7.0 on; before, all of them are unknown. https://redis.io/docs/latest/commands/config-get/ */
const SETTINGS =
  'min-replicas-to-write min-replicas-max-lag repl-ping-replica-period replica-read-only replica-priority appendonly save dir';

/** Lines `name:value` of `$1` as variables, whose names begin with `$2`. A process for each field would be slow: writes are away while this runs. */
const VARIABLES = String.raw`variables() { eval "$(printf '%s\n' "$1" | sed -n "s/'/'\\\\''/g; s/^\([a-z0-9_]*\):\(.*\)\$/$2_\1='\2'/p")"; }`;

/**
 * Answers of INFO and CONFIG GET by `field` and `conf`; `tell` gives the server what comes by standard input, and ends well only where it does all of it. Where CONFIG was
 * renamed the server repeats what it was told: that is shown only of commands without a secret.
 */
const SERVER = [
  LIMIT,
  ...SAID,
  `settings="$($limit "$program" "$@" CONFIG GET ${SETTINGS} | tr -d '\\r' | awk 'NR % 2 { name = $0; gsub("-", "_", name); next } { print name ":" $0 }')"`,
  VARIABLES,
  'variables "$info" info; variables "$settings" conf',
  'field() { eval "value=\\$info_$1"; printf "%s\\n" "$value"; }',
  'conf() { eval "value=\\$conf_$1"; printf "%s\\n" "$value"; }',
  [
    'tell() {',
    '  said="$($limit "$program" "$@" | tr -d "\\r")"',
    '  bad="$(printf "%s\\n" "$said" | grep -vE "^(OK.*|QUEUED|[0-9]+|)\\$" | head -n 2)"',
    '  [ -n "$said" ] && [ -z "$bad" ] && return 0',
    '  echo "${bad:-no answer}" >&2; return 1',
    '}',
  ].join('\n'),
];

/** A script for the server's own container. */
export function local(context: EngineContext, flavour: Flavour, ...lines: readonly string[]): string {
  const reach = reachOf(context, flavour);
  if (reach === undefined) return "echo 'its port is not in sight' >&2; exit 1";
  return [...reach, ...SERVER, ...lines].join('\n');
}

/** What is still there when a pod is made anew. */
const LASTING: ReadonlySet<VolumeKind> = new Set([
  'claim',
  'claim-template',
  'host-path',
  'nfs',
  'network-file-system',
  'block',
]);

/** `lasts FOLDER` prints whether what lies there outlives the pod. */
export function lasts({ container }: EngineContext): string {
  const cases = container.mounts
    .flatMap(({ path, volume }) => (path === undefined ? [] : [{ path, kind: volume?.kind }]))
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ path, kind }) => `${quote(path)}/*) echo ${kind !== undefined && LASTING.has(kind) ? 'yes' : 'no'} ;;`);
  return `lasts() { case "$1/" in ${cases.join(' ')} *) echo no ;; esac; }`;
}

/** A start script that writes the configuration, and one that first looks whether it is there. */
const WRITES = /(?:\b(?:cp|mv|install|envsubst|tee)\b[^\n;&|]*|>)\s*["']?[\w./${}-]*\.conf\b/u;
const LOOKS = /(?:\[|\btest)\s+(?:!\s+)?-[sfer]\s|\bcp\s+(?:-\w+\s+)*(?:-\w*n|--no-clobber|--update)/u;

/**
 * Why its role does not stand in its configuration file alone, so that CONFIG REWRITE is in vain: arguments go before the file, and some start scripts write it anew each
 * time. https://redis.io/docs/latest/operate/oss_and_stack/management/config/#passing-arguments-using-the-command-line
 */
export function fixedRole({ settings, pod }: EngineContext): string | undefined {
  for (const name of ['replicaof', 'replication-mode', 'min-replicas-to-write']) {
    if ((settings.get(name)?.from ?? 'file') !== 'file') return `${name} is given at every start`;
  }
  const writes = findText(pod, WRITES);
  if (writes === undefined || findText(pod, LOOKS) !== undefined) return undefined;
  return `its start writes its configuration: ${writes.text.replaceAll(/\s+/gu, ' ').slice(0, 120)}`;
}
