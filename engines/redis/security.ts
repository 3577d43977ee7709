import { configurationVariablesSeen, readVariable } from '../configuration/environment.ts';
import { bitnamiUser, officialUser } from '../configuration/image-user.ts';
import { positional } from '../configuration/options.ts';
import { findText } from '../configuration/pod-texts.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineSecurity, Unguarded } from '../model/security.ts';
import type { Flavour } from './flavour.ts';

/** Who runs the server in its images, and what lets in strangers. */
export function securityOf(flavour: Flavour): EngineSecurity {
  return {
    user: ({ variant, container }) => {
      if (variant === 'official') {
        const source = `https://github.com/${flavour.id === 'redis' ? 'redis/docker-library-redis' : 'valkey-io/valkey-container'} (the Dockerfile of each version)`;
        return officialUser(
          container,
          { value: { uid: 999, gid: 999 }, source },
          { value: { uid: 999, gid: 1000 }, source },
        );
      }
      return variant.startsWith('bitnami') ? bitnamiUser : undefined;
    },
    unguarded: (context) => unguarded(context, flavour),
  };
}

/**
 * Without `requirepass` or users of an ACL every client is the default user, who may do all. Protected mode is off in the
 * images, or is no protection for clients in a pod's own network.
 * Sources: https://redis.io/docs/latest/operate/oss_and_stack/management/security/, https://hub.docker.com/_/redis («Security»)
 */
function unguarded(context: EngineContext, { prefix, serverCommands }: Flavour): Unguarded | undefined {
  const { container, settings, variant } = context;
  const isBitnami = variant.startsWith('bitnami');
  if (['requirepass', 'aclfile', 'user'].some((name) => (settings.get(name)?.value ?? '') !== '')) return undefined;
  const passwords = [`${prefix}PASSWORD`, `${prefix}PASSWORD_FILE`, `${prefix}ACLFILE`];
  const isGiven = passwords.some((name) => container.environment.variables.has(name));
  const empty = isBitnami ? readVariable(container, 'ALLOW_EMPTY_PASSWORD') : undefined;
  if (isBitnami && !isGiven && empty?.state === 'known' && /^(?:yes|true|1)$/iu.test(empty.value)) {
    return { why: 'may be used with an empty password', source: empty.variable.source };
  }
  const isSeen =
    variant === 'official' &&
    container.filesComplete &&
    isStartInSight(container, serverCommands) &&
    configurationVariablesSeen(container);
  const bind = settings.get('bind')?.value;
  const isReached = bind === undefined || !/^\s*(?:-?(?:127\.\d+\.\d+\.\d+|::1)\s*)+$/u.test(bind);
  if (!isSeen || !isReached || !readsAllFiles(context, serverCommands)) return undefined;
  const mode = settings.get('protected-mode');
  return {
    why: 'lets in everybody who reaches it: neither requirepass nor users are set',
    source: mode?.value === 'no' ? mode.source : undefined,
  };
}

/** A line, of a script as well, that gives out passwords. */
const GUARD = /\b(?:requirepass|aclfile|ACL SETUSER)\b/imu;

/** Every configuration file that the server is started with is in sight, and no script writes a password into one. */
function readsAllFiles({ container, pod }: EngineContext, programs: readonly string[]): boolean {
  const named = positional(container, programs).map(({ value }) => value);
  return (
    named.every((path) => path === programs[0] || container.files.some((file) => file.path === path)) &&
    findText(pod, GUARD) === undefined
  );
}
