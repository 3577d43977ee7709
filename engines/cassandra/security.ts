import { bitnamiUser, officialUser } from '../configuration/image-user.ts';
import type { EngineSecurity } from '../model/security.ts';

/** Who runs Cassandra in its images, and what lets in strangers. */
export const security: EngineSecurity = {
  user: ({ variant, container }) => {
    if (variant === 'official') {
      return officialUser(container, {
        value: { uid: 999, gid: 999 },
        source: 'https://github.com/docker-library/cassandra/blob/master/Dockerfile.template',
      });
    }
    return variant === 'bitnami' ? bitnamiUser : undefined;
  },
  // https://cassandra.apache.org/doc/stable/cassandra/managing/operating/security.html#authentication
  unguarded: ({ settings }) => {
    const authenticator = settings.get('authenticator');
    return authenticator !== undefined && /(?:^|\.)AllowAllAuthenticator$/u.test(authenticator.value)
      ? { why: 'lets in everybody who reaches it: AllowAllAuthenticator asks nobody', source: authenticator.source }
      : undefined;
  },
};
