/** What may stand nowhere: a secret by its name, and the part of it that no encoding of quotes touches. */
export interface Known {
  readonly name: string;
  readonly value: string;
}

const SHORTEST = 8;

/**
 * The forms in which a secret may be met: as it is, and as base64 wherever in the encoded text it begins. Of an encoding, only those signs count that its neighbours do not
 * change. Throws on a value so short that it would be met by chance.
 */
export function formsOf(value: string): readonly string[] {
  if (value.length < SHORTEST) throw new Error(`A secret of ${value.length} signs is met by chance.`);
  const bytes = Buffer.from(value);
  const encoded = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/u, '');
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((shift * 8) / 6), whole);
  });
  return [
    value,
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(value),
  ];
}
