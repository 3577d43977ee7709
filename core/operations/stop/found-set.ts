import type { StoppingEngine } from '../../../engines/model/stopping.ts';
import { stoppingEngineOf } from '../../../engines/stopping.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import { placeOf, type SetName } from '../../procedures/scale/set-seen.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { stopRefusal } from './unable.ts';

/** A StatefulSet that can be stopped and started. */
export interface FoundSet {
  readonly name: SetName;
  readonly body: ApiObject;
  readonly server: Server;
  readonly engine: StoppingEngine;
  /** For further questions to the cluster. */
  readonly options: { readonly signal?: AbortSignal };
}

/** Looks for the set of a database and its server; the refusals say why it cannot be `done` (started, stopped) by Plinth. */
export async function findSet(
  { connection, database, signal }: Situation,
  done: 'started' | 'stopped',
): Promise<FoundSet | Refusal[]> {
  const { namespace, workload } = database;
  const engine = stoppingEngineOf(database.engine);
  if (workload.kind !== 'StatefulSet')
    return [
      stopRefusal.unable(`its workload is a ${workload.kind}; only StatefulSets are ${done} by Plinth`, workload.name),
    ];
  if (engine === undefined)
    return [stopRefusal.unable(`Plinth has not learnt how ${database.engineName} is ${done}`, database.engine)];
  const options = signal ? { signal } : {};
  const name: SetName = { namespace, set: workload.name };
  const body = await connection.read(placeOf(name), options);
  const server = await readServer(connection, database, signal);
  if (server === undefined) return [stopRefusal.unable('its server cannot be recognised', workload.name)];
  return { name, body, server, engine, options };
}
