import { agoInSeconds } from '../words/time.ts';

/** An event as the API has it, as far as it is shown. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export interface ClusterEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly note?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly metadata?: { readonly creationTimestamp?: string };
}

/** When it happened last, in milliseconds since 1970; the API has had several fields for it. */
function lastOf({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: ClusterEvent): number {
  const said = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata?.creationTimestamp;
  return said === undefined ? 0 : Date.parse(said) || 0;
}

/** Those of a database: of its workload, its members, their claims, and what belongs to them by name. */
export function eventsOf(events: readonly ClusterEvent[], names: ReadonlySet<string>): readonly ClusterEvent[] {
  return events.filter(({ involvedObject }) => involvedObject?.name !== undefined && names.has(involvedObject.name));
}

/** A table of events, the newest first. */
export function eventsText(heading: string, events: readonly ClusterEvent[], now: number): string {
  if (events.length === 0) {
    return `${heading}\n\nNo events. Kubernetes keeps them for an hour by default.\n`;
  }
  const rows = [...events]
    .sort((a, b) => lastOf(b) - lastOf(a))
    .map((event) => {
      const times = event.series?.count ?? event.count ?? 1;
      const { kind = '?', name = '?' } = event.involvedObject ?? {};
      return [
        lastOf(event) === 0 ? '?' : agoInSeconds(lastOf(event), now),
        event.type ?? '',
        event.reason ?? '',
        `${kind}/${name}`,
        `${(event.message ?? event.note ?? '').replace(/\s+/gu, ' ').trim()}${times > 1 ? ` (${times} times)` : ''}`,
      ];
    });
  const table = [['LAST', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${heading}\n\n${lines.join('\n')}\n`;
}
