import type { ChangingEngine } from '../model/changing.ts';
import type { Version } from '../model/engine.ts';

/** Release series, the oldest first: an upgrade goes from one to the next. https://www.mongodb.com/docs/manual/release-notes/8.0-upgrade-replica-set/ */
const SERIES = ['3.4', '3.6', '4.0', '4.2', '4.4', '5', '6', '7', '8'];

const placeOf = ({ major, minor }: Version): number =>
  SERIES.indexOf(major >= 5 ? String(major) : `${String(major)}.${String(minor ?? '')}`);

export const changing: ChangingEngine = {
  engine: 'mongodb',
  unreadable: (from, to) => {
    const [before, after] = [placeOf(from), placeOf(to)];
    if (before < 0 || after < 0 || after === before || after === before + 1) return undefined;
    if (after < before)
      return {
        direction: 'downgrade',
        what: `MongoDB ${to.text} does not start on the data files of ${from.text} unless their feature compatibility version was lowered first.`,
        way: 'Keep the version that wrote the data; a downgrade follows the manual step by step, from 7.0 on with MongoDB’s support only.',
      };
    return {
      direction: 'upgrade',
      what: `MongoDB ${to.text} does not start on the data files of ${from.text}: an upgrade goes through every release series in between.`,
      way: 'Go series by series, and set featureCompatibilityVersion after each; or dump and restore.',
    };
  },
  upgrades: (from, to) =>
    placeOf(from) === placeOf(to)
      ? undefined
      : `The files stay those of ${from.text} until featureCompatibilityVersion is set; before that it must be that of ${from.text}.`,
  // https://hub.docker.com/_/mongo («only when there is no existing data directory»)
  firstStartOnly: ({ variant }) =>
    new Set(
      variant === 'official'
        ? ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD', 'MONGO_INITDB_DATABASE']
        : [],
    ),
  firstStartScripts: ({ variant }) => (variant === 'official' ? ['/docker-entrypoint-initdb.d'] : []),
  // The set's configuration names its members: https://www.mongodb.com/docs/manual/tutorial/remove-replica-set-member/
  keepsVotes: ({ method }) => method === 'replica-set',
  source: 'https://www.mongodb.com/docs/manual/release-notes/8.0-upgrade-replica-set/',
};
