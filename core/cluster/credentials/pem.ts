import { readFile } from 'node:fs/promises';
import { ClusterTrouble } from '../trouble.ts';

/** The content of a file that a kubeconfig names; undefined where it names none. */
export async function readFileIfNamed(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? 'unknown error'})`;
    const message = `The file ${file}, which the kubeconfig names, ${why}. Put it back, or correct the path.`;
    throw new ClusterTrouble('credentials', message, { cause: error });
  }
}

/** A certificate or key: what stands in the kubeconfig wins over the file, as in client-go. */
export async function dataOrFile(data: string | undefined, file: string | undefined): Promise<Buffer | undefined> {
  return data === undefined ? readFileIfNamed(file) : Buffer.from(data, 'base64');
}
