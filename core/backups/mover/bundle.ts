import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A ConfigMap holds 1 MiB: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
const LARGEST = 1024 * 1024;

/** The key in the ConfigMap's `binaryData`. */
export const BUNDLE_KEY = 'mover.cjs.gz';

/** The mover's program, as it travels in an immutable ConfigMap. */
export interface MoverBundle {
  /** Compressed with gzip, in base64: the value of {@link BUNDLE_KEY} in `binaryData`. */
  readonly data: string;
  /** Sixteen hexadecimal digits of the program's sha256, for the ConfigMap's name: another program is another ConfigMap. */
  readonly hash: string;
}

/**
 * Reads the program from `dist/mover.cjs`, which lies beside the bundles of the extension and the command line; they say where. Throws where it is not there or
 * does not fit into a ConfigMap.
 */
export async function moverBundle(file: string): Promise<MoverBundle> {
  const text = await readFile(file);
  const packed = await promisify(gzip)(text, { level: 9 });
  if (packed.byteLength > LARGEST)
    throw new Error(`${file} does not fit into a ConfigMap: ${packed.byteLength} bytes.`);
  return { data: packed.toString('base64'), hash: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

/**
 * The command of the mover's container, where the ConfigMap is mounted at `folder`. It unpacks the program in memory, so the container's own file system may
 * be read-only.
 */
export function moverCommand(folder: string): readonly string[] {
  const unpack =
    `const m=new module.constructor('mover');m.paths=[];` +
    `m._compile(require('zlib').gunzipSync(require('fs').readFileSync(process.argv[1])).toString(),'/mover.cjs')`;
  return ['node', '-e', unpack, `${folder}/${BUNDLE_KEY}`];
}
