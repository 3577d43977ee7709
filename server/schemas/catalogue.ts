/**
 * A type of Kubernetes' API: its documentation, its fields, and those that are required. The form in which `scripts/schemas.mjs` packs them; source of all of it:
 * the OpenAPI definitions of each release, by way of https://pypi.org/project/kubernetes-validate/
 */
export interface PackedType {
  readonly d?: string;
  readonly p?: Readonly<Record<string, PackedField>>;
  readonly r?: readonly string[];
}

/** Shape (see `shape.ts`) and documentation. */
export type PackedField = readonly [shape: string, documentation?: string];

interface Differences {
  readonly version: string;
  /** Null for what the version lacks. */
  readonly kinds: Readonly<Record<string, string | null>>;
  readonly types: Readonly<Record<string, PackedType | null>>;
}

/** All versions: the newest in full, each older one as what differs from the one after it. */
export interface PackedSchemas {
  readonly newest: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, PackedType>>;
  readonly older: readonly Differences[];
}

/** Kinds and their types, wherever they come from. */
export interface Schemas {
  /** The Kubernetes version: `1.36`. */
  readonly version: string;
  /** The name of the type that a kind is; undefined for kinds that are not known. */
  typeOfKind(apiVersion: string, kind: string): string | undefined;
  type(name: string): PackedType | undefined;
  /** Every kind with its apiVersion. */
  kinds(): readonly { readonly apiVersion: string; readonly kind: string }[];
}

/** The kinds and types of one Kubernetes version. */
export class VersionSchemas implements Schemas {
  readonly version: string;
  readonly #packed: PackedSchemas;
  /** The differences that lead from the newest version to this one, the last of them first. */
  readonly #steps: readonly Differences[];

  constructor(packed: PackedSchemas, version: string) {
    const at = packed.older.findIndex((one) => one.version === version);
    this.version = at < 0 ? packed.newest : version;
    this.#packed = packed;
    this.#steps = packed.older.slice(0, at + 1).reverse();
  }

  typeOfKind(apiVersion: string, kind: string): string | undefined {
    const key = `${apiVersion} ${kind}`;
    const step = this.#steps.find(({ kinds }) => Object.hasOwn(kinds, key));
    return (step ? step.kinds[key] : this.#packed.kinds[key]) ?? undefined;
  }

  type(name: string): PackedType | undefined {
    const step = this.#steps.find(({ types }) => Object.hasOwn(types, name));
    return (step ? step.types[name] : this.#packed.types[name]) ?? undefined;
  }

  kinds(): readonly { readonly apiVersion: string; readonly kind: string }[] {
    const all = new Set([
      ...Object.keys(this.#packed.kinds),
      ...this.#steps.flatMap(({ kinds }) => Object.keys(kinds)),
    ]);
    return [...all].flatMap((key) => {
      const [apiVersion = '', kind = ''] = key.split(' ');
      return this.typeOfKind(apiVersion, kind) === undefined ? [] : [{ apiVersion, kind }];
    });
  }
}

/** The schemas of a version; of the nearest that is known where this one is not. */
export function schemasFor(packed: PackedSchemas, version: string | undefined): VersionSchemas {
  const wanted = minorOf(version ?? packed.newest);
  const known = [packed.newest, ...packed.older.map((one) => one.version)];
  const [first = packed.newest] = known.sort((a, b) => Math.abs(minorOf(a) - wanted) - Math.abs(minorOf(b) - wanted));
  return new VersionSchemas(packed, first);
}

function minorOf(version: string): number {
  return Number(/^v?\d+\.(\d+)/u.exec(version)?.[1] ?? Number.MAX_SAFE_INTEGER);
}
