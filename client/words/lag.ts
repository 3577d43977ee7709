import type { Lag } from '../../engines/model/live.ts';
import { size } from './size.ts';
import { duration } from './time.ts';

/** How far a replica is behind: `lag 0 B`, `lag 12 s`, `lag 3.1 MiB, 12 s`. What nobody measured is `lag ?`, never zero. */
export function lagWords(lag: Lag | undefined): string {
  const parts = [
    ...(lag?.bytes === undefined ? [] : [size(lag.bytes)]),
    // A primary that writes nothing makes seconds grow while no byte is missing.
    ...(lag?.seconds === undefined || lag.bytes === 0 ? [] : [duration(lag.seconds)]),
  ];
  return `lag ${parts.length === 0 ? '?' : parts.join(', ')}`;
}

/** The worst of several; undefined where one of them is not known, for then the worst is not. */
export function worstLag(lags: readonly (Lag | undefined)[]): Lag | undefined {
  const known = lags.filter((lag) => lag !== undefined && (lag.bytes !== undefined || lag.seconds !== undefined));
  if (known.length === 0 || known.length < lags.length) return undefined;
  const worst = (numbers: readonly (number | undefined)[]): number | undefined => {
    const said = numbers.filter((number) => number !== undefined);
    return said.length === 0 ? undefined : Math.max(...said);
  };
  const bytes = worst(known.map((lag) => lag?.bytes));
  const seconds = worst(known.map((lag) => lag?.seconds));
  return { ...(bytes === undefined ? {} : { bytes }), ...(seconds === undefined ? {} : { seconds }) };
}
