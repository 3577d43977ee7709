import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ApiObject } from '../cluster/connection.ts';

/** The mover's program, as text of one file. */
export interface MoverProgram {
  readonly text: string;
}

/** The limit of the API for a ConfigMap's data. https://kubernetes.io/docs/concepts/configuration/configmap/ */
const LARGEST = 1024 * 1024;

/** The name of the mover's ConfigMap: of its content, so that two versions never share one. */
export function moverName({ text }: MoverProgram): string {
  return `plinth-mover-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** The immutable ConfigMap in which the mover travels, compressed. Throws where it would not fit into one. */
export function moverConfigMap(namespace: string, program: MoverProgram): ApiObject {
  const packed = gzipSync(program.text, { level: 9 });
  const encoded = packed.toString('base64');
  if (packed.length >= LARGEST) throw new Error(`The mover does not fit into a ConfigMap: ${packed.length} bytes.`);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: moverName(program),
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'plinth', 'app.kubernetes.io/component': 'mover' },
    },
    immutable: true,
    binaryData: { 'mover.cjs.gz': encoded },
  };
}
