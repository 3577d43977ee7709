import { bitnamiUser, officialUser } from '../configuration/image-user.ts';
import type { EngineSecurity } from '../model/security.ts';
import { unguarded } from '../mysql-family/security.ts';

/** Who runs the server in its images, and what lets in strangers. */
export const security: EngineSecurity = {
  user: ({ variant, container }) => {
    if (variant === 'official') {
      return officialUser(container, {
        value: { uid: 999, gid: 999 },
        source: 'https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template',
      });
    }
    return variant === 'bitnami' || variant === 'galera' ? bitnamiUser : undefined;
  },
  unguarded,
};
