import { isAtLeast } from '../configuration/version.ts';
import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import type { Image } from '../model/workload.ts';
import { answersOnLoopback, port } from '../mysql-family/configuration.ts';
import { exec, liveness, readiness, shell, startup } from '../probes/exec.ts';
import { clientPort, recoverySeconds } from './facts.ts';

/** https://mariadb.com/kb/en/using-healthcheck-sh/ */
const HEALTHCHECK = 'https://mariadb.com/kb/en/using-healthcheck-sh/';
const PING = 'https://mariadb.com/kb/en/mariadb-admin/';

/**
 * True when the image holds healthcheck.sh and makes a user of its own for it. The releases of late 2023 do
 * (https://github.com/MariaDB/mariadb-docker/commits/master/healthcheck.sh); a tag without a patch level has moved on to them.
 */
function hasHealthcheck({ variant, version, container }: EngineContext): boolean {
  if (variant !== 'official') return false;
  if (version === undefined) return isNewest(container.image);
  const { major, minor, patch } = version;
  if (major !== 10) return major > 10;
  const firstPatch = minor === 6 ? 16 : minor === 11 ? 6 : undefined;
  return minor === undefined || (firstPatch !== undefined && (patch ?? firstPatch) >= firstPatch);
}

/** An image that follows the newest release. */
function isNewest(image: Image | undefined): boolean {
  if (image === undefined) return false;
  return image.tag === undefined ? image.digest === undefined : /^(?:latest|lts)$/u.test(image.tag);
}

/**
 * Without TLS: a client that expects TLS takes «Too many connections», which comes before the handshake, for no answer (seen with 10.11.19),
 * and a server whose connections are all taken would be killed. It sends no password.
 *
 * Over TCP, as the image's first server, which only initialises, listens on its socket alone; succeeds although the login is refused.
 */
function ping(context: EngineContext): ReturnType<typeof exec> {
  const words = ['ping', '--skip-ssl', '-h', '127.0.0.1', '-P', String(port(context) ?? clientPort.value)];
  // mysqladmin is gone from images of version 11; mariadb-admin is there since 10.4.6 (https://mariadb.com/kb/en/mariadb-admin/).
  const isNew = isAtLeast(context.version, 10, 5) ?? (isNewest(context.container.image) || undefined);
  if (isNew !== undefined) return exec(isNew ? 'mariadb-admin' : 'mysqladmin', ...words);
  return shell(`exec $(command -v mariadb-admin || command -v mysqladmin) ${words.join(' ')}`);
}

export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  if (hasHealthcheck(context)) {
    return {
      probe: readiness(exec('healthcheck.sh', '--connect', '--innodb_initialized')),
      why:
        "The image's own check: the server answers over TCP and InnoDB has recovered; it needs no password. A data directory that " +
        'an image from before 2023 made lacks the user for it: start once with MARIADB_AUTO_UPGRADE=1.',
      source: HEALTHCHECK,
    };
  }
  return {
    probe: readiness(ping(context)),
    why: 'The ping succeeds as soon as the server answers over TCP, even when it refuses the login, so it needs no password.',
    source: PING,
  };
}

export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  return {
    probe: liveness(ping(context), 10),
    why: 'Only a server that does not answer at all for three minutes is restarted.',
    source: PING,
  };
}

export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  return {
    probe: startup(ping(context), recoverySeconds.value),
    why: `InnoDB applies its redo log before it accepts connections: the liveness probe waits for it, at most ${recoverySeconds.value / 60} minutes.`,
    source: 'https://mariadb.com/kb/en/innodb-redo-log/',
  };
}
