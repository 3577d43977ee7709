/**
 * How Kubernetes reads plain (unquoted) scalars. kubectl, kustomize and the API server read YAML with sigs.k8s.io/yaml, which
 * parses with its copy of go-yaml v2 and turns the result to JSON. v2 knows the booleans of YAML 1.1 (`yes`, `on`, `y` …) and
 * octal numbers with a leading zero.
 * Sources: https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go (the table and the order of the tests)
 * and https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go (keys become strings; yes and no become booleans).
 */
const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

/** The first characters of everything that is not simply a string: words of the table, signs, digits, and a point. */
const MAYBE_TYPED = /^[-+.0-9yYnNtTfFoO~]/;
/** `strconv.ParseInt(text, 0, 64)`: the base is told by the prefix, and a leading zero alone means octal. */
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** The value of a plain scalar without tag. Dates stay strings, and so do `.inf` and `.nan`, which JSON cannot hold. */
export function plainValue(text: string): string | number | boolean | null {
  if (text === '') return null;
  if (!MAYBE_TYPED.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text[0] ?? '';
  if (first > '9') return text;
  if (first === '.') return FLOAT.test(text) ? Number(text) : text;
  const digits = text.replaceAll('_', '');
  const integer = INTEGER.exec(digits);
  if (integer) {
    const [, sign, hexadecimal, binary, octal, decimal] = integer;
    const size = hexadecimal
      ? parseInt(hexadecimal, 16)
      : binary
        ? parseInt(binary, 2)
        : octal
          ? parseInt(octal, 8)
          : Number(decimal);
    return sign === '-' && size !== 0 ? -size : size;
  }
  return FLOAT.test(digits) ? Number(digits) : text;
}
