import { readVariable, valueOf } from '../configuration/environment.ts';
import { bitnamiUser, officialUser, plainUser } from '../configuration/image-user.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineSecurity, Unguarded } from '../model/security.ts';
import { officialFamily } from './facts.ts';

/** Who runs PostgreSQL in its images, and what lets in strangers. */
export const security: EngineSecurity = {
  user: ({ variant, container }) => {
    if (officialFamily.includes(variant)) {
      return officialUser(
        container,
        {
          value: { uid: 999, gid: 999 },
          source: 'https://github.com/docker-library/postgres/blob/master/Dockerfile-debian.template',
        },
        {
          value: { uid: 70, gid: 70 },
          source: 'https://github.com/docker-library/postgres/blob/master/Dockerfile-alpine.template',
        },
      );
    }
    if (variant === 'bitnami' || variant === 'repmgr') return bitnamiUser;
    if (variant === 'cloudnative-pg') {
      return plainUser({
        value: { uid: 26, gid: 26 },
        source: 'https://github.com/cloudnative-pg/postgres-containers',
      });
    }
    return undefined;
  },
  unguarded: (context) => ofVariables(context) ?? ofHostRules(context),
};

/**
 * What the images make of variables. Sources: https://hub.docker.com/_/postgres (POSTGRES_HOST_AUTH_METHOD),
 * https://github.com/bitnami/containers/tree/main/bitnami/postgresql (ALLOW_EMPTY_PASSWORD)
 */
function ofVariables({ container, variant }: EngineContext): Unguarded | undefined {
  const method = readVariable(container, 'POSTGRES_HOST_AUTH_METHOD');
  if (officialFamily.includes(variant) && method?.state === 'known' && method.value === 'trust') {
    return { why: 'trusts whoever reaches it, without a password', source: method.variable.source };
  }
  const empty = readVariable(container, 'ALLOW_EMPTY_PASSWORD');
  const isBitnami = variant === 'bitnami' || variant === 'repmgr';
  const hasPassword = PASSWORDS.some((name) => container.environment.variables.has(name));
  if (isBitnami && !hasPassword && empty?.state === 'known' && /^(?:yes|true|1)$/iu.test(empty.value)) {
    return { why: 'may be used with an empty password', source: empty.variable.source };
  }
  const initial = valueOf(container, 'POSTGRES_INITDB_ARGS');
  const variable = container.environment.variables.get('POSTGRES_INITDB_ARGS');
  if (variable !== undefined && /(?:--auth(?:-host)?|-A)[= ]?trust\b/u.test(initial ?? '')) {
    return { why: 'trusts whoever reaches it, without a password', source: variable.source };
  }
  return undefined;
}

const PASSWORDS = ['POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRESQL_PASSWORD_FILE'];

/**
 * A line of pg_hba.conf that trusts addresses other than the pod's own.
 * Source: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
 */
function ofHostRules({ container }: EngineContext): Unguarded | undefined {
  for (const { path, text, source } of container.files) {
    if (!path.endsWith('pg_hba.conf')) continue;
    for (const match of text.matchAll(/^[ \t]*(host\w*)[ \t]+\S+[ \t]+\S+[ \t]+(\S+)[^\n#]*?[ \t]trust\b/gmu)) {
      const [line, , address = ''] = match;
      if (/^(?:127\.|::1|localhost|samehost)/u.test(address)) continue;
      const start = match.index + line.length - line.trimStart().length;
      return {
        why: `trusts whoever reaches it from ${address}, without a password`,
        source: { ...source, span: [start, match.index + line.length] },
      };
    }
  }
  return undefined;
}
