import { explainCommon } from '../live/script.ts';

/** What the client prints when it fails. Source: https://dev.mysql.com/doc/mysql-errors/8.4/en/ */
const REASONS: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [
    /ERROR 1045\b[^]*using password: NO/u,
    'the server wants a password, and no variable or file of the container holds root’s',
  ],
  [
    /ERROR (?:1045|1698)\b/u,
    'the password in the container’s variables is not the server’s (the server keeps the one of its first start)',
  ],
  [/ERROR 2002\b/u, 'no server listens in the container (yet): it starts, initialises, or is down'],
  [/ERROR (?:2003)\b/u, 'no server listens in the container (yet): it starts, initialises, or is down'],
  [/ERROR 1040\b|Too many connections/u, 'all connections of the server are taken'],
  [/ERROR 1130\b/u, 'the server has no account that may come from inside the container'],
  [/ERROR 1862\b|ERROR 1820\b/u, 'the password of root has expired'],
  [/ERROR 1047\b/u, 'it is not in the cluster’s primary component: it refuses queries'],
  [/ERROR 1053\b/u, 'the server shuts down'],
  [
    /ERROR 2013\b|ERROR 2026\b[^]*reading|ERROR 2006\b/u,
    'the server took the connection and did not answer: it hangs, or is being stopped',
  ],
  [
    /caching_sha2_password|ERROR 2059\b|ERROR 2061\b/u,
    'the client of the image does not know the server’s way to log in',
  ],
];

/** Why the client failed; undefined for what nobody here knows. */
export function explain(exitCode: number, errors: string): string | undefined {
  return explainCommon(exitCode, errors, 'client') ?? REASONS.find(([pattern]) => pattern.test(errors))?.[1];
}
