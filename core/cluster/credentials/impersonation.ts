import type { UserEntry } from '../kubeconfig/kubeconfig-entries.ts';

/** Headers to act as somebody else. https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
export function impersonation(
  user: Pick<UserEntry, 'as' | 'asUid' | 'asGroups' | 'asExtra'>,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  if (user.as !== undefined) headers['Impersonate-User'] = user.as;
  if (user.asUid !== undefined) headers['Impersonate-Uid'] = user.asUid;
  if (user.asGroups.length > 0) headers['Impersonate-Group'] = [...user.asGroups];
  for (const [key, values] of Object.entries(user.asExtra))
    headers[`Impersonate-Extra-${encodeURIComponent(key)}`] = [...values];
  return headers;
}
