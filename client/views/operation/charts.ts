import { size } from '../../words/size.ts';
import { duration } from '../../words/time.ts';
import type { Told } from './told.ts';

/** A measure over time, for a chart and for whoever does not see one. */
export interface Chart {
  readonly id: string;
  /** `Throughput: 12 MiB/s now, 48 MiB/s at most`. */
  readonly caption: string;
  readonly unit: 'bytes' | 'bytesPerSecond' | 'seconds';
  /** Milliseconds since 1970, rising. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

type Unit = Chart['unit'];
type Point = readonly [at: number, value: number];

/** Measures that are shown as they are told. */
const SHOWN: Readonly<Record<string, readonly [title: string, unit: Unit]>> = {
  lagBytes: ['Lag', 'bytes'],
  lagSeconds: ['Lag in time', 'seconds'],
  bytesPerSecond: ['Throughput', 'bytesPerSecond'],
};

/** Two measurements nearer than this, in milliseconds, tell no speed. */
const NEAR = 200;

/** Charts of what the steps measured; a measure with fewer than two points has none. */
export function chartsOf(told: readonly Told[]): readonly Chart[] {
  const charts = Object.entries(SHOWN).map(([name, [title, unit]]) => chart(name, title, unit, pointsOf(told, name)));
  const isTold = told.some(({ measures }) => measures?.['bytesPerSecond'] !== undefined);
  // Who tells only how much has gone through tells the speed as well.
  if (!isTold) charts.push(chart('speed', 'Throughput', 'bytesPerSecond', speeds(told)));
  return charts.filter(({ times }) => times.length > 1);
}

function pointsOf(told: readonly Told[], name: string): Point[] {
  return told.flatMap(({ at, measures }): Point[] => {
    const value = measures?.[name];
    return value === undefined || !Number.isFinite(value) ? [] : [[at, value]];
  });
}

/** The speed between each two of a step's measurements of `bytes`. */
function speeds(told: readonly Told[]): Point[] {
  const before = new Map<string, Point>();
  return told.flatMap(({ at, step, measures }): Point[] => {
    const bytes = measures?.['bytes'];
    if (bytes === undefined || !Number.isFinite(bytes)) return [];
    const last = before.get(step);
    if (last !== undefined && at - last[0] < NEAR) return [];
    before.set(step, [at, bytes]);
    if (last === undefined) return [];
    return [[at, Math.max(0, ((bytes - last[1]) * 1000) / (at - last[0]))]];
  });
}

function chart(id: string, title: string, unit: Unit, points: readonly Point[]): Chart {
  const rising = points.toSorted((a, b) => a[0] - b[0]);
  const values = rising.map(([, value]) => value);
  const now = values.at(-1) ?? 0;
  const caption = `${title}: ${words(now, unit)} last, ${words(Math.max(0, ...values), unit)} at most`;
  return { id, caption, unit, times: rising.map(([at]) => at), values };
}

/** A value with its unit, as people read it. */
export function words(value: number, unit: Unit): string {
  if (unit === 'seconds') return duration(value);
  return unit === 'bytes' ? size(value) : `${size(value)}/s`;
}
