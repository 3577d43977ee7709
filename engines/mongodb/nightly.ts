import type { Nightly } from '../model/nightly.ts';
import { replication } from './replication.ts';

const PASSWORDS = ['MONGO_INITDB_ROOT_PASSWORD', 'MONGODB_ROOT_PASSWORD'];

/**
 * All databases; of a replica set as of one moment. The tools take a password unseen only from a file:
 * https://www.mongodb.com/docs/database-tools/mongodump/#std-option-mongodump.--config
 */
export const nightly: Nightly = (context) => {
  const asks = [...context.container.environment.variables.keys()].some((name) => PASSWORDS.includes(name));
  const isSet = replication(context).method === 'replica-set';
  const login = ' --config=/tmp/mongodump.yaml --username="$MONGO_USERNAME" --authenticationDatabase=admin';
  return {
    suffix: 'archive.gz',
    lines: [
      ...(asks
        ? [
            'umask 077',
            `printf "password: '%s'\\n" "$(printf %s "$MONGO_PASSWORD" | sed "s/'/''/g")" > /tmp/mongodump.yaml`,
          ]
        : []),
      `mongodump --host="$MONGO_HOST"${asks ? login : ''}${isSet ? ' --oplog' : ''} --gzip --archive="$target.part"`,
      'mv "$target.part" "$target"',
    ],
    variables: [
      { name: 'MONGO_HOST', holds: 'host', from: [] },
      ...(asks
        ? [
            {
              name: 'MONGO_USERNAME',
              holds: 'user' as const,
              from: ['MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_USER'],
              otherwise: 'root',
            },
            { name: 'MONGO_PASSWORD', holds: 'password' as const, from: PASSWORDS },
          ]
        : []),
    ],
    source: 'https://www.mongodb.com/docs/database-tools/mongodump/',
  };
};
