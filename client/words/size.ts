const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Three digits that mean something, without empty ones: 12.3, 50, 1.5. */
const short = (number: number): string => String(Number(number.toPrecision(number >= 100 ? 4 : 3)));

function scaled(bytes: number, exponent: number): string {
  return short(exponent === 0 ? Math.round(bytes) : Number((bytes / 1024 ** exponent).toFixed(bytes > 0 ? 1 : 0)));
}

const exponentOf = (bytes: number): number =>
  bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));

/** Bytes as people read them: `12.3 GiB`. */
export function size(bytes: number): string {
  const exponent = exponentOf(bytes);
  return `${scaled(bytes, exponent)} ${UNITS[exponent] ?? 'B'}`;
}

/** A part of a whole, `12.3 / 50 GiB · 25 %`, in the whole's unit where that shows something. What is not known is `?`. */
export function share(used: number | undefined, whole: number | undefined): string {
  if (used === undefined) return whole === undefined ? '?' : `? / ${size(whole)}`;
  if (whole === undefined || whole <= 0) return `${size(used)} / ?`;
  const percent = `${Math.round((used / whole) * 100)} %`;
  const exponent = exponentOf(whole);
  const inUnit = scaled(used, exponent);
  const part = inUnit === '0' && used > 0 ? size(used) : inUnit;
  return `${part} / ${size(whole)} · ${percent}`;
}
