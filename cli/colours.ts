import pico from 'picocolors';
import type { Colors } from 'picocolors/types';

/** What is asked of a stream: is somebody looking at it? Node leaves `isTTY` away where it is a file or a pipe. */
export interface Stream {
  readonly isTTY?: boolean;
}

/**
 * The colours for what is written to a stream: on a terminal, unless `NO_COLOR` is set; elsewhere only where `FORCE_COLOR` asks for them (https://force-color.org).
 * `CI` alone is no reason, as it is for picocolors: what is written there is read by programs, too.
 */
export function coloursFor(stream: Stream, env: NodeJS.ProcessEnv = process.env): Colors {
  const isForced = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0' && (env.NO_COLOR ?? '') === '';
  return pico.createColors(isForced || (pico.isColorSupported && stream.isTTY === true));
}
