import type { Json } from '../../engines/model/object.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { dataJob } from './job.ts';
import { moverName, type MoverProgram } from './mover-config-map.ts';
import type { MoverRequest } from './mover/request.ts';

/** A Job in which the mover works alone: it lists, or removes. */
export interface MoverWork {
  readonly name: string;
  readonly namespace: string;
  /** The operation's id. */
  readonly operation: string;
  /** The database's workload. */
  readonly database: string;
  readonly request: MoverRequest;
  readonly program: MoverProgram;
  /** An image with Node ≥ 22.15. */
  readonly image: string;
  /** Seconds. */
  readonly deadline: number;
}

/** The Job's manifest. */
export function moverJob({ request, program, image, ...job }: MoverWork): ApiObject {
  return dataJob({
    ...job,
    podLabels: {},
    engine: undefined,
    mover: {
      image,
      configMap: moverName(program),
      request: JSON.parse(JSON.stringify(request)) as Json,
      destination: request.destination,
    },
  });
}
