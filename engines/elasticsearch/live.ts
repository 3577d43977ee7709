import { explainCommon, exportFirst, findProgram, shellCommand } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine } from '../model/live.ts';
import { readAnswer } from './live-answer.ts';
import { isHttpEnabled, portOf } from './port.ts';

const PATHS = [
  '/?pretty=false&filter_path=name,cluster_name,cluster_uuid,version.number,status',
  '/_cluster/health?local=true&filter_path=status,number_of_nodes',
  '/_nodes/_local/stats/indices?filter_path=nodes.*.indices.store.size_in_bytes',
];

/**
 * How Elasticsearch's running members are asked: by curl over loopback, the user and password by its standard input. All members are alike.
 * Not exercised here: built against the documented API.
 */
export const live: LiveEngine = {
  ask: (context) => {
    const reach = reachOf(context);
    return (
      reach && {
        command: shellCommand(
          ...reach,
          // TLS is on by default from version 8 on, and its certificate is not for this address.
          'scheme=https; ask / >/dev/null 2>&1 || scheme=http',
          ...PATHS.map((path) => `ask '${path}'; echo`),
          'exit 0',
        ),
        seconds: 17,
        read: readAnswer,
      }
    );
  },
  explain: (exitCode, errors) => explainCommon(exitCode, errors, 'curl'),
  singleWriter: () => false,
  client: (context) => {
    const reach = reachOf(context);
    return (
      reach &&
      shellCommand(...reach, 'scheme=https; ask / >/dev/null 2>&1 || scheme=http', "ask '/_cat/nodes?v'", 'exec sh')
    );
  },
  connection: ({ settings }, { host, port }) => {
    const secure = settings.get('xpack.security.http.ssl.enabled')?.value === 'true';
    return `${secure ? 'https' : 'http'}://${host}:${port}`;
  },
  source: 'https://curl.se/docs/manpage.html#-K',
};

/** Lines that define `ask path`. printf is a builtin of the shell: the password is on no command line. */
function reachOf(context: EngineContext): string[] | undefined {
  const port = portOf(context);
  if (port === undefined || !isHttpEnabled(context)) return undefined;
  return [
    exportFirst('ELASTIC_PASSWORD', ['ELASTIC_PASSWORD', 'ELASTICSEARCH_PASSWORD']),
    findProgram('curl'),
    `escaped="$(printf %s "$ELASTIC_PASSWORD" | sed 's/[\\\\"]/\\\\&/g')"`,
    `ask() { { [ -z "$escaped" ] || printf 'user = "elastic:%s"\\n' "$escaped"; } | "$program" -sk -m 4 -K - "$scheme://127.0.0.1:${port}$1"; }`,
  ];
}
