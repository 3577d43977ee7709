import { withoutUndefined } from '../../live/answer.ts';
import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf } from '../reading.ts';

/** MongoDB's community operator. Its status counts members and does not know their roles. */
export const mongodbCommunity: Operator = {
  id: 'mongodb-community',
  name: 'MongoDB Community Operator',
  engine: 'mongodb',
  resource: {
    group: 'mongodbcommunity.mongodb.com',
    version: 'v1',
    kind: 'MongoDBCommunity',
    plural: 'mongodbcommunity',
  },
  podLabels: (name) => ({ app: `${name}-svc` }),
  container: 'mongod',
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('phase').text();
    return {
      ...NOTHING,
      desired: spec.at('members').number(),
      ...withoutUndefined<Pick<Told, 'version'>>({ version: status.at('version').text() }),
      phase,
      state: stateOf(phase, { ready: ['Running'], failed: ['Failed'] }),
      paused: spec.at('members').number() === 0,
    };
  },
  backups: [],
  source: 'https://github.com/mongodb/mongodb-kubernetes-operator/blob/master/api/v1/mongodbcommunity_types.go',
};
