import { valueOf } from '../configuration/environment.ts';
import type { Inherited, JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import { quote } from '../probes/quote.ts';
import { OWN_SUPERUSER, PASSWORDS } from './live.ts';

const USERS = ['PATRONI_SUPERUSER_USERNAME', 'POSTGRES_USER'];

/** A program of PostgreSQL as a shell word: Debian keeps some out of the PATH. */
export function program(name: string): string {
  return `"$(command -v ${name} || command -v /usr/lib/postgresql/*/bin/${name} || echo ${name})"`;
}

/** A script of a Job that logs in at `$HOST` and `$PORT` as the superuser. libpq reads all of it from variables. */
export function remote({ container, variant }: EngineContext, ...lines: readonly string[]): JobScript {
  const named = OWN_SUPERUSER.has(variant) ? 'postgres' : valueOf(container, ...USERS);
  const user = named === undefined ? '"${PGUSER:-postgres}"' : quote(named);
  const inherits: Inherited[] = [
    { name: 'PGPASSWORD', from: PASSWORDS },
    ...(named === undefined ? [{ name: 'PGUSER', from: USERS, plain: true as const }] : []),
  ];
  const reach = `export PGHOST="$HOST" PGPORT="$PORT" PGUSER=${user} PGDATABASE=postgres PGCONNECT_TIMEOUT=10 PGAPPNAME=plinth`;
  return { script: ['set -eu', reach, ...lines].join('\n'), inherits };
}
