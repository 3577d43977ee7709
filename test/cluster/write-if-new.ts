import { readFile, rename, writeFile } from 'node:fs/promises';

/**
 * Writes a file of which others read meanwhile: whole, or not at all where it says the same already. A kubectl that reads an empty kubeconfig asks localhost:8080; kube-proxy
 * ends when its configuration is written, even with the same text.
 */
export async function writeIfNew(file: string, text: string, mode = 0o644): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const unfinished = `${file}.${String(process.pid)}`;
  await writeFile(unfinished, text, { mode });
  await rename(unfinished, file);
}
