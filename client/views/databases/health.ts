import type { Health, LiveDatabase } from '../../../core/inventory/model.ts';
import { count } from '../../words/count.ts';
import { COLOUR } from './item.ts';
import type { Icon } from './item.ts';

/** Shape and colour: whoever sees no colours sees the shape. */
export const HEALTH_ICONS: Readonly<Record<Health, Icon>> = {
  alarm: { name: 'flame', colour: COLOUR.bad },
  down: { name: 'error', colour: COLOUR.bad },
  degraded: { name: 'warning', colour: COLOUR.warning },
  healthy: { name: 'database', colour: COLOUR.good },
  stopped: { name: 'debug-pause', colour: COLOUR.faint },
  unknown: { name: 'question', colour: COLOUR.faint },
};

/** The worst first. */
export const HEALTHS: readonly Health[] = ['alarm', 'down', 'degraded', 'unknown', 'stopped', 'healthy'];

/** How many databases there are of each health that needs attention: `1 alarm · 2 down · 1 degraded`; empty where all is well. */
export function attention(databases: Iterable<LiveDatabase>): readonly string[] {
  const numbers = new Map<Health, number>();
  for (const { health } of databases) numbers.set(health, (numbers.get(health) ?? 0) + 1);
  const said = (health: Health): number => numbers.get(health) ?? 0;
  return [
    ...(said('alarm') > 0 ? [count(said('alarm'), 'alarm')] : []),
    ...(said('down') > 0 ? [`${said('down')} down`] : []),
    ...(said('degraded') > 0 ? [`${said('degraded')} degraded`] : []),
  ];
}
