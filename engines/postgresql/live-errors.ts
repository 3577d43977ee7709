import { explainCommon } from '../live/script.ts';

/** What psql prints when it fails, and what that means. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html (class 28, 53, 57) */
const REASONS: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/the database system is starting up/u, 'the server starts or replays its WAL, and takes no connections yet'],
  [/the database system is in recovery mode/u, 'the server recovers from a crash, and takes no connections yet'],
  [
    /the database system is not yet accepting connections/u,
    'the standby has not replayed enough WAL to be consistent yet',
  ],
  [
    /not accepting connections[^]*Hot standby mode is disabled/u,
    'it is a standby that takes no connections (hot_standby is off)',
  ],
  [/the database system is not accepting connections/u, 'the server takes no connections'],
  [/the database system is shutting down/u, 'the server shuts down'],
  [
    /password authentication failed|SCRAM|client password must be/u,
    'the password in the container’s variables is not the server’s (the server keeps the one of its first start)',
  ],
  [/no password supplied/u, 'the server wants a password, and no variable or file of the container holds it'],
  [/no pg_hba\.conf entry/u, 'pg_hba.conf lets nobody in from inside the container'],
  [
    /(?:Peer|Ident|GSSAPI|Certificate|LDAP|PAM|RADIUS) authentication failed/u,
    'pg_hba.conf asks for more than a password from inside the container',
  ],
  [/role "[^"]*" does not exist/u, 'the server has no such superuser as the container’s variables name'],
  [/database "postgres" does not exist/u, 'the server has no database «postgres»'],
  [/too many clients already|remaining connection slots are reserved/u, 'all connections of the server are taken'],
  [/No space left on device|could not extend file/u, 'the disk is full'],
  [
    /timeout expired|canceling statement due to statement timeout/u,
    'no answer in time: the server hangs, or is overloaded',
  ],
  [/permission denied for/u, 'the user of the container’s variables may not read the server’s state'],
  [/Connection refused|No such file or directory/u, 'no server listens in the container (yet)'],
  [
    /server closed the connection unexpectedly|could not receive data/u,
    'the server closed the connection: it crashed or is being stopped',
  ],
];

/** Why psql failed; undefined for what nobody here knows. */
export function explain(exitCode: number, errors: string): string | undefined {
  return explainCommon(exitCode, errors, 'psql') ?? REASONS.find(([pattern]) => pattern.test(errors))?.[1];
}
