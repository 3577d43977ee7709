import type { EngineContext } from '../model/engine.ts';
import { CLIENT_PORT, TRANSPORT_PORT } from './facts.ts';

/** The HTTP port, or the transport port where HTTP is switched off; undefined for a range (`9200-9300`) or a template. */
export function portOf(context: EngineContext): number | undefined {
  const { settings } = context;
  return isHttpEnabled(context)
    ? numberOf(settings.get('http.port')?.value, CLIENT_PORT.value)
    : numberOf(settings.get('transport.port')?.value, TRANSPORT_PORT.value);
}

/** `http.enabled: false` made a node without HTTP up to 6.x. */
export function isHttpEnabled({ settings }: EngineContext): boolean {
  return settings.get('http.enabled')?.value !== 'false';
}

function numberOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}
