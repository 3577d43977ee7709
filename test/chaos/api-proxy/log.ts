import type { ApiRequest } from './request.ts';
import type { Fault } from './rules.ts';

/** A request as the log keeps it; no headers, so no secrets. */
export interface LogEntry extends ApiRequest {
  /** Milliseconds since the proxy's start. */
  readonly at: number;
  /** The code that the client was given; absent where it was given none. */
  readonly code?: number;
  /** What the rules did to it. */
  readonly faults: readonly Fault['kind'][];
  /** When its answer was over; absent while it lasts. */
  readonly ended?: number;
}

/** Adds to an entry what has become known. */
export type Note = (facts: Partial<LogEntry>) => void;
