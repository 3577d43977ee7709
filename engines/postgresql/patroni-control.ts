import { Printed } from '../live/printed.ts';
import type { Json } from '../model/object.ts';

/** One member as Patroni's REST API tells it. What it does not tell is undefined. */
export interface PatroniSeen {
  readonly name: string;
  /** Patroni's own word: `leader`, `replica`, `sync_standby`, `quorum_standby`, `standby_leader`. */
  readonly role: string;
  /** `running`, and from 3.0.3 on `streaming` for a replica that does. */
  readonly state: string;
  readonly timeline: number | undefined;
  /** Bytes that a replica is behind. */
  readonly lag: number | undefined;
  /** The person who runs it has said that it must never lead. */
  readonly noFailover: boolean;
}

/** A cluster as Patroni tells it. */
export interface PatroniCluster {
  readonly members: readonly PatroniSeen[];
  /** Nobody leads: Patroni is between two leaders, or has none. */
  readonly leader: string | undefined;
  readonly paused: boolean;
  /** A switchover is planned for later already. */
  readonly scheduled: boolean;
}

/**
 * Runs a Python program with Patroni's own interpreter, which has what it needs. `api(method, path, body)` speaks to this member's REST API: its address and account
 * come from Patroni's configuration and environment, as Patroni reads them itself; nothing of it comes onto a command line.
 * https://patroni.readthedocs.io/en/latest/ENVIRONMENT.html, https://patroni.readthedocs.io/en/latest/rest_api.html
 */
const python = (program: string): string => `python= config=
for one in /proc/[0-9]*; do
  words="$(tr '\\0' '\\n' < "$one/cmdline" 2>/dev/null)" || continue
  case "$words" in *bin/patroni*|*/patroni.py*|*patroni*.yml*|*patroni*.yaml*) ;; *) continue ;; esac
  first="$(printf '%s\\n' "$words" | head -n 1)"
  case "$first" in *python*) python="$first"; config="$(printf '%s\\n' "$words" | grep -E '\\.ya?ml$' | head -n 1)"; break ;; esac
done
[ -n "$python" ] || { echo 'no process of Patroni is seen here' >&2; exit 1; }
command -v "$python" >/dev/null 2>&1 || python=python3
PLINTH_CONFIG="\${config:-\${PATRONI_CONFIG_LOCATION:-}}" exec "$python" - <<'PLINTH'
import base64, json, os, ssl, sys, urllib.error, urllib.request
config = {}
try:
    import yaml
    if os.environ.get('PLINTH_CONFIG'):
        with open(os.environ['PLINTH_CONFIG']) as file: config = yaml.safe_load(file) or {}
    elif os.environ.get('PATRONI_CONFIGURATION'): config = yaml.safe_load(os.environ['PATRONI_CONFIGURATION']) or {}
except Exception as error: print('its configuration cannot be read: %s' % type(error).__name__, file=sys.stderr)
own = config.get('restapi') or {}
account = own.get('authentication') or own.get('auth') or {}
if isinstance(account, str): account = dict(zip(('username', 'password'), account.split(':', 1)))
user = os.environ.get('PATRONI_RESTAPI_USERNAME') or account.get('username')
word = os.environ.get('PATRONI_RESTAPI_PASSWORD') or account.get('password')
listen = os.environ.get('PATRONI_RESTAPI_LISTEN') or own.get('listen') or '127.0.0.1:8008'
port = str(listen).rsplit(':', 1)[-1]
scheme = 'https' if (os.environ.get('PATRONI_RESTAPI_CERTFILE') or own.get('certfile')) else 'http'
trust = ssl.create_default_context()
trust.check_hostname = False
trust.verify_mode = ssl.CERT_NONE
def api(method, path, body=None):
    request = urllib.request.Request('%s://127.0.0.1:%s%s' % (scheme, port, path), method=method)
    data = None if body is None else json.dumps(body).encode()
    if data is not None: request.add_header('Content-Type', 'application/json')
    if user and method != 'GET': request.add_header('Authorization', 'Basic ' + base64.b64encode(('%s:%s' % (user, word)).encode()).decode())
    try:
        with urllib.request.urlopen(request, data, timeout=25, context=trust) as answer: return answer.status, answer.read().decode('utf-8', 'replace')
    except urllib.error.HTTPError as error: return error.code, error.read().decode('utf-8', 'replace')
    except Exception as error: return 0, type(error).__name__
${program}
PLINTH`;

/** Prints the cluster as this member's Patroni knows it: JSON for {@link readPatroniCluster}. */
export const clusterScript = (): string =>
  python(`status, text = api('GET', '/cluster')
if status != 200: print('Patroni answers %s: %s' % (status, text[:200]), file=sys.stderr); sys.exit(1)
print(text)`);

/**
 * Asks Patroni to let `$CANDIDATE` take over from `$LEADER`. Prints `status=` (0: it did not answer in time, which says nothing of what it does) and `said=`. Patroni answers
 * when it is done or gives up waiting; it goes on meanwhile in either case. https://github.com/patroni/patroni/issues/743
 */
export const switchoverScript = (): string =>
  python(`status, text = api('POST', '/switchover', {'leader': os.environ['LEADER'], 'candidate': os.environ['CANDIDATE']})
print('status=%s' % status)
print('said=%s' % ' '.join(text.split())[:300])`);

/**
 * Whether what {@link switchoverScript} printed says that Patroni does not do it, or could not. «Status unknown» (503) is no such word: it has waited as long as it waits, and goes
 * on; nor is no answer. An old leader that writes a long checkpoint before it ends holds the leader's key all the while.
 * https://github.com/patroni/patroni/blob/master/patroni/api.py (poll_failover_result)
 */
export function refusesSwitchover(status: string | undefined, said: string | undefined): boolean {
  if (status === undefined || !/^[45]\d\d$/u.test(status)) return false;
  return !/status unknown/iu.test(said ?? '');
}

/** Reads what {@link clusterScript} printed; undefined where it is something else. */
export function readPatroniCluster(text: string): PatroniCluster | undefined {
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const whole = new Printed(parsed);
  const members = whole
    .at('members')
    .items()
    .flatMap((one): PatroniSeen[] => {
      const [name, role, state] = [one.at('name').text(), one.at('role').text(), one.at('state').text()];
      if (name === undefined || role === undefined || state === undefined) return [];
      const [timeline, lag] = [one.at('timeline').number(), one.at('lag').number()];
      const noFailover = one.at('tags', 'nofailover').flag() === true;
      return [{ name, role, state, timeline, lag, noFailover }];
    });
  if (members.length === 0) return undefined;
  const leader = members.find(({ role }) => role === 'leader' || role === 'master')?.name;
  return {
    members,
    leader,
    paused: whole.at('pause').flag() === true,
    scheduled: whole.at('scheduled_switchover').value !== undefined,
  };
}
