import type { EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { CLIENT_PORT } from './facts.ts';

/** The port of clients: the TLS port where the plain one is closed (`port 0`); undefined where only the running server knows. */
export function portOf({ settings }: EngineContext): number | undefined {
  const plain = numberOf(settings.get('port')?.value, CLIENT_PORT.value);
  return plain === 0 ? numberOf(settings.get('tls-port')?.value, 0) : plain;
}

/** True when clients can only come by TLS. */
export function isTlsOnly({ settings }: EngineContext): boolean {
  return settings.get('port')?.value === '0';
}

function numberOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return isUnknown(text) || !/^\d+$/u.test(text) ? undefined : Number(text);
}
