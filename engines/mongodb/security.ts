import { configurationVariablesSeen } from '../configuration/environment.ts';
import { bitnamiUser, officialUser } from '../configuration/image-user.ts';
import { findText } from '../configuration/pod-texts.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineSecurity, Unguarded } from '../model/security.ts';
import { configurationFile, isStartedDirectly, SERVER_COMMANDS } from './configuration.ts';

/** Who runs MongoDB in its images, and what lets in strangers. */
export const security: EngineSecurity = {
  user: ({ variant, container }) => {
    if (variant === 'official') {
      return officialUser(container, {
        value: { uid: 999, gid: 999 },
        source: 'https://github.com/docker-library/mongo/blob/master/Dockerfile-linux.template',
      });
    }
    return variant === 'bitnami' || variant === 'bitnami-sharded' ? bitnamiUser : undefined;
  },
  unguarded,
};

/** Settings that make every client show who it is. */
const GUARDS = ['security.authorization', 'security.keyFile', 'security.clusterAuthMode'] as const;

/** The same as a script writes it. */
const SCRIPTED_GUARD = /(?:--(?:auth|keyFile)\b|\b(?:keyFile|authorization)\s*[:=])/mu;

/**
 * mongod asks nobody unless told to; the official image tells it to when a first user is named.
 * Sources: https://www.mongodb.com/docs/manual/tutorial/enable-authentication/, https://hub.docker.com/_/mongo
 */
function unguarded(context: EngineContext): Unguarded | undefined {
  const { container, settings, variant } = context;
  const off = settings.get('security.authorization');
  if (off?.value === 'disabled') {
    return { why: 'lets in everybody who reaches it: authentication is switched off', source: off.source };
  }
  if (variant !== 'official' || GUARDS.some((name) => settings.has(name))) return undefined;
  if (findText(context.pod, SCRIPTED_GUARD) !== undefined) return undefined;
  const asksUser = [...container.environment.variables.keys()].some((name) => name.startsWith('MONGO_INITDB_ROOT_'));
  const isDirect = container.command.length > 0 && isStartedDirectly(container);
  if (asksUser && !isDirect) return undefined;
  const file = configurationFile(context);
  const isSeen =
    container.filesComplete &&
    isStartInSight(container, SERVER_COMMANDS) &&
    (isDirect || configurationVariablesSeen(container)) &&
    (isDirect ||
      !container.field
        .at('envFrom')
        .items()
        .some((one) => one.at('secretRef').exists)) &&
    (file === undefined || file.state === 'seen');
  return isSeen
    ? { why: 'lets in everybody who reaches it: nothing switches authentication on', source: undefined }
    : undefined;
}
