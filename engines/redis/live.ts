import { serverCalls } from '../configuration/start.ts';
import { CLIENT_SECONDS, explainCommon, exportFirst, findProgram, LIMIT, shellCommand } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine } from '../model/live.ts';
import { isUnknown } from '../model/object.ts';
import { quote } from '../probes/quote.ts';
import type { Flavour } from './flavour.ts';
import { readAnswer } from './live-answer.ts';
import { isTlsOnly, portOf } from './port.ts';
import { passwordVariable } from './probes.ts';
import { replication } from './replication.ts';

/** How running members of Redis or Valkey are asked: by `INFO`, which every version answers in well under a millisecond. */
export function liveOf(flavour: Flavour): LiveEngine {
  return {
    ask: (context) => {
      const reach = reachOf(context, flavour);
      return (
        reach && {
          command: shellCommand(...reach, LIMIT, 'exec $limit "$program" "$@"'),
          stdin: 'INFO\nQUIT\n',
          seconds: CLIENT_SECONDS + 1,
          read: (output) => readAnswer(output, context.settings),
        }
      );
    },
    explain: (exitCode, errors) => explainCommon(exitCode, errors, flavour.client) ?? reasonOf(errors),
    singleWriter: (context) => hasOnePrimary(context, flavour),
    client: (context) => {
      const reach = reachOf(context, flavour);
      return reach && shellCommand(...reach, 'exec "$program" "$@"');
    },
    connection: (context, { host, port }) => `${isTlsOnly(context) ? 'rediss' : 'redis'}://${host}:${port}`,
    source: flavour.pages.client,
  };
}

/**
 * Redis Cluster has a primary for each shard, and servers that nothing tells of each other are separate stores (a cache of many, sharded by
 * its clients). All others, also where what sets them up is out of sight, are one replication set: two that say `role:master` have parted.
 */
function hasOnePrimary(context: EngineContext, flavour: Flavour): boolean {
  const { state, method } = replication(context, flavour);
  return method !== 'redis-cluster' && state !== 'none';
}

/** Lines that set the password, the program and its arguments; undefined where only the running server knows its port. */
export function reachOf(context: EngineContext, flavour: Flavour): string[] | undefined {
  const port = portOf(context);
  if (port === undefined) return undefined;
  const { prefix } = flavour;
  const named = passwordVariable(context, flavour) ?? variableOfSetting(context);
  const names = ['REDISCLI_AUTH', ...(named === undefined ? [] : [named])];
  const usual = [`${prefix}PASSWORD`, `${prefix}REQUIREPASS`, 'REDIS_PASSWORD', 'REDIS_PASS'];
  return [
    exportFirst('REDISCLI_AUTH', [...new Set([...names, ...usual])]),
    ...passwordFiles(context, flavour),
    // An empty one would be sent, and refused.
    '[ -n "$REDISCLI_AUTH" ] || unset REDISCLI_AUTH',
    findProgram(...new Set([flavour.client, 'redis-cli'])),
    `set -- -h 127.0.0.1 -p ${port}`,
    ...(isTlsOnly(context) ? [tlsArguments(context, prefix)] : []),
  ];
}

/** The variable whose value in sight is what `requirepass` says: `$(NAME)` in the arguments has been replaced by it. */
export function variableOfSetting({ container, settings }: EngineContext): string | undefined {
  const password = settings.get('requirepass')?.value ?? '';
  const variables = [...container.environment.variables.values()];
  return password === '' ? undefined : variables.find(({ value }) => value === password)?.name;
}

/** Lines that read the password where a script or the configuration file has it. */
function passwordFiles(context: EngineContext, { serverCommands }: Flavour): string[] {
  const { container } = context;
  const written = [...container.words, ...container.scripts].map((word) => word.value).join('\n');
  const file = /requirepass[\s=]+["']?\$\((?:cat\s+|<\s*)["']?([\w./-]+)/u.exec(written)?.[1];
  const configuration = serverCalls(container, serverCommands)
    .map(({ words }) => words[0]?.value)
    .find((path) => path !== undefined && path !== '' && !path.startsWith('-') && !isUnknown(path));
  const when = '[ -n "$REDISCLI_AUTH" ] ||';
  return [
    ...(file === undefined ? [] : [`${when} [ ! -r ${quote(file)} ] || REDISCLI_AUTH="$(cat ${quote(file)})"`]),
    ...(configuration === undefined
      ? []
      : [
          `${when} [ ! -r ${quote(configuration)} ] || REDISCLI_AUTH="$(sed -n 's/^[[:space:]]*requirepass[[:space:]]\\{1,\\}//p' ${quote(configuration)} | tail -n 1 | sed 's/^"\\(.*\\)"$/\\1/')"`,
        ]),
  ];
}

/** Over loopback the name in the certificate does not fit. Source: https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/ */
function tlsArguments({ settings }: EngineContext, prefix: string): string {
  const of = (option: string, setting: string, variable: string) => {
    const path = settings.get(setting)?.value;
    return path !== undefined && path !== '' && !isUnknown(path)
      ? `--${option} ${quote(path)}`
      : `\${${prefix}${variable}:+--${option} "$${prefix}${variable}"}`;
  };
  const files = [
    of('cert', 'tls-cert-file', 'TLS_CERT_FILE'),
    of('key', 'tls-key-file', 'TLS_KEY_FILE'),
    of('cacert', 'tls-ca-cert-file', 'TLS_CA_FILE'),
  ];
  return `set -- "$@" --tls --insecure ${files.join(' ')}`;
}

function reasonOf(errors: string): string | undefined {
  if (/WRONGPASS|invalid password/u.test(errors))
    return 'the password in the container’s variables is not the server’s';
  if (errors.includes('called without any password configured'))
    return 'the container’s variables hold a password, and the server has none';
  if (/Could not connect|Connection refused/u.test(errors)) return 'no server listens in the container (yet)';
  if (/Server closed the connection|Connection reset/u.test(errors))
    return 'the server closed the connection: it wants TLS, or is being stopped';
  if (/SSL|certificate/iu.test(errors))
    return 'TLS to the server fails: its certificates are not where the settings in sight say';
  return undefined;
}
