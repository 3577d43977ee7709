import { isScalar, parseDocument, stringify } from 'yaml';

/** An object as YAML; long texts are not folded. */
export const yamlOf = (object: Readonly<Record<string, unknown>>): string =>
  stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });

/** The steps of a path as findings name it: `spec.containers[0].image`, `metadata.annotations["a.b/c"]`. */
export function steps(path: string): readonly (string | number)[] {
  const found = path.matchAll(/\["([^"]*)"\]|\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/gu);
  return [...found].map(([, double, single, index, name]) =>
    index === undefined ? (double ?? single ?? name ?? '') : Number(index),
  );
}

/** Where a field stands in a YAML text, as an offset: the field, or the nearest above it that is there. Keys that hold dots are tried, too. */
export function placeOf(text: string, path: string): number {
  const document = parseDocument(text);
  const all = steps(path);
  for (let length = all.length; length > 0; length -= 1) {
    const key = all.slice(0, length);
    const parent = document.getIn(key.slice(0, -1), true);
    const last = key.at(-1);
    // The key is what one looks for; its value may be lines below.
    const items = typeof parent === 'object' && parent !== null && 'items' in parent ? (parent.items as unknown[]) : [];
    for (const item of items) {
      const name: unknown = typeof item === 'object' && item !== null && 'key' in item ? item.key : undefined;
      if (isScalar(name) && String(name.value) === last && name.range) return name.range[0];
    }
    const node = document.getIn(key, true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[] | null) : null;
    if (range) return range[0] ?? 0;
  }
  return 0;
}
