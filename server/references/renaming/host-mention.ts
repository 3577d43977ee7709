import type { Json } from '../../../engines/model/object.ts';
import type { ManifestObject } from '../../documents/index.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { meets } from '../candidates.ts';

/** Variables that hold the name of a host. */
const HOST_VARIABLE = /host|addr|url|uri|server|endpoint|peer|seed|node|master|primary|replica/iu;

/** An object whose texts speak of a Service as of a host: no table knows these places, so nobody can rename them. */
export function mentioning(service: ManifestObject, workspace: Workspace): ManifestObject | undefined {
  const { name } = service;
  if (name === undefined) return undefined;
  const escaped = name.replace(/[.]/gu, '\\.');
  const host = new RegExp(
    `(?:^|[\\s/@,;="'])(?:[a-z0-9-]+-\\d+\\.)?${escaped}(?::\\d+|\\.[a-z0-9-]+\\.svc|\\.svc\\b)|(?://|@|-\\d\\.)${escaped}(?![\\w-])`,
    'u',
  );
  for (const object of workspace.objects()) {
    if (object.node !== service.node && meets(object.namespace, service.namespace) && speaks(object.body, host, name))
      return object;
  }
  return undefined;
}

function speaks(value: Json, host: RegExp, name: string): boolean {
  if (typeof value === 'string') return host.test(value);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return (value as readonly Json[]).some((item) => speaks(item, host, name));
  const map = value as Readonly<Record<string, Json>>;
  const { name: variable } = map;
  if (typeof variable === 'string' && map['value'] === name && HOST_VARIABLE.test(variable)) return true;
  return Object.entries(map).some(
    ([key, item]) => (item === name && HOST_VARIABLE.test(key) && /[A-Z_]/u.test(key)) || speaks(item, host, name),
  );
}
