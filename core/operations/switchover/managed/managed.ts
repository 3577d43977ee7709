import type { LiveDatabase } from '../../../inventory/model.ts';

/** Whether somebody other than Plinth is in charge of a database's roles, and may be asked for a switchover. */
export const isManaged = ({ engine, flavour }: Pick<LiveDatabase, 'engine' | 'flavour'>): boolean =>
  flavour === 'patroni' || (flavour === 'replica-set' && engine === 'mongodb');
