import { isAtLeast } from '../configuration/version.ts';
import { listensOnLoopback, listOf } from '../probes/loopback.ts';
import { liveness, readiness, shell, startup, tcp } from '../probes/exec.ts';
import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { configurationFile } from './configuration.ts';
import { RECOVERY_SECONDS, SECURE_BY_DEFAULT } from './facts.ts';
import { isHttpEnabled, portOf } from './port.ts';

const HEALTH = 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health';

/**
 * Ready when this node answers over HTTP. The health of the whole cluster is not asked: a yellow cluster would take every node out of
 * its Service. With security on, a 401 comes from a node that is up.
 */
export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  const port = portOf(context);
  if (port === undefined) return undefined;
  if (!isHttpEnabled(context)) {
    return {
      probe: readiness(tcp(port)),
      why: 'HTTP is switched off, so only the transport port can be asked',
      source: HEALTH,
    };
  }
  if (!answersOnLoopback(context)) return undefined;
  const ask = (scheme: string) =>
    `curl -sk -m 4 -o /dev/null -w "%{http_code}" "${scheme}://127.0.0.1:${String(port)}/_cluster/health?local=true"`;
  const [scheme] = schemesOf(context);
  const script =
    scheme === undefined
      ? `for s in https http; do case "$(${ask('$s')})" in 200|401) exit 0;; esac; done; exit 1`
      : `case "$(${ask(scheme)})" in 200|401) exit 0;; esac; exit 1`;
  return {
    probe: readiness(shell(script), 10),
    why: 'ready when this node answers; the health of the whole cluster is not its own',
    source: HEALTH,
  };
}

/** Alive as long as the port is open: long garbage collections and recoveries are no reason for a restart. */
export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  const port = portOf(context);
  return port === undefined
    ? undefined
    : {
        probe: liveness(tcp(port)),
        why: 'alive while its port is open; a slow answer is no reason to restart it and move its shards',
        source: HEALTH,
      };
}

/** Waits until the node has read its state from disk. */
export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  const port = portOf(context);
  return port === undefined
    ? undefined
    : {
        probe: startup(tcp(port), RECOVERY_SECONDS.value),
        why: 'gives it ten minutes to read its state from disk before liveness counts',
        source: RECOVERY_SECONDS.source,
      };
}

/** https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings */
function answersOnLoopback(context: EngineContext): boolean {
  if (context.settings.get('xpack.security.http.ssl.client_authentication')?.value === 'required') return false;
  const names = ['http.bind_host', 'http.host', 'network.bind_host', 'network.host'];
  return listensOnLoopback(
    names.map((name) => listOf(context, name)).find((value) => value !== undefined),
    true,
  );
}

/** `http` or `https`; none where only the running node can tell. */
function schemesOf(context: EngineContext): readonly string[] {
  const { settings, version, variant } = context;
  const tls = settings.get('xpack.security.http.ssl.enabled')?.value;
  const security = settings.get('xpack.security.enabled')?.value;
  if (security === 'false' || tls === 'false') return ['http'];
  if (tls === 'true') return ['https'];
  const { state } = configurationFile(context);
  if (state !== 'seen' && state !== 'image') return [];
  const isPlain =
    variant === 'bitnami' ? security === undefined : isAtLeast(version, SECURE_BY_DEFAULT.value) === false;
  return isPlain ? ['http'] : [];
}
