import { bitnamiUser, plainUser } from '../configuration/image-user.ts';
import type { EngineSecurity } from '../model/security.ts';

/** Who runs Elasticsearch in its images, and what lets in strangers. */
export const security: EngineSecurity = {
  user: ({ variant, version }) => {
    // Older images started as root, and changed the user by themselves.
    if (variant === 'official' && (version?.major ?? 0) >= 8) {
      return plainUser({
        value: { uid: 1000, gid: 0 },
        source: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod',
      });
    }
    return variant === 'bitnami' ? bitnamiUser : undefined;
  },
  // https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/security-settings
  unguarded: ({ settings }) => {
    const enabled = settings.get('xpack.security.enabled');
    return enabled?.value === 'false'
      ? { why: 'lets in everybody who reaches it: xpack.security.enabled is false', source: enabled.source }
      : undefined;
  },
};
