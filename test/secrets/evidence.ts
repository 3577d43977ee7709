import { gunzipSync } from 'node:zlib';
import { formsOf, type Known } from './known.ts';

/** A secret that was met, and where; never the secret itself. */
export interface Leak {
  readonly secret: string;
  readonly place: string;
}

/** Everything that could be seen, by the place where it stood. */
export class Evidence {
  readonly #texts = new Map<string, Set<string>>();

  /** Keeps a text once for each place. */
  note(place: string, text: string): void {
    const texts = this.#texts.get(place) ?? new Set();
    this.#texts.set(place, texts.add(text));
  }

  /** Keeps an object of the cluster; what its `binaryData` holds, packed or not, as well. */
  object(object: KubernetesObject): void {
    const { kind, metadata, binaryData = {} } = object;
    const place = `${kind}/${metadata.name}`;
    this.note(place, JSON.stringify(object));
    for (const value of Object.values(binaryData)) {
      const bytes = Buffer.from(value, 'base64');
      this.note(place, (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString());
    }
  }

  places(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** Whether any text of the places that begin so matches. */
  has(place: string, pattern: RegExp): boolean {
    return [...this.#texts].some(
      ([name, texts]) => name.startsWith(place) && [...texts].some((text) => pattern.test(text)),
    );
  }

  /** Every secret that stands in one of the texts. */
  leaks(secrets: readonly Known[]): readonly Leak[] {
    const found: Leak[] = [];
    for (const [place, texts] of this.#texts) {
      const all = [...texts];
      for (const { name, value } of secrets)
        if (formsOf(value).some((form) => all.some((text) => text.includes(form)))) found.push({ secret: name, place });
    }
    return found;
  }
}

export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly binaryData?: Readonly<Record<string, string>>;
}
