import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../command.ts';

/** What an image says of how it wants to be run, in the words of the OCI image specification. */
export interface ImageConfig {
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly StopSignal?: string;
}

export interface Image {
  /** Every name under which it is imported. */
  readonly names: readonly string[];
  /** Tar files, the lowest first. */
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

/** The archive's file in its folder. */
export const ARCHIVE = 'images.tar';

const BLOBS = 'blobs/sha256';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

// Built twice from the same files, an image has the same digest.
const CREATED = '2026-01-01T00:00:00Z';

/** Puts a file into the archive under its digest, by a link: a layer that several images share is stored once. */
async function addLayer(blobs: string, file: string): Promise<Descriptor> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  await rm(join(blobs, digest), { force: true });
  await link(file, join(blobs, digest));
  const { size } = await stat(file);
  return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${digest}`, size };
}

async function addJson(blobs: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const text = JSON.stringify(value);
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(blobs, digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}

async function addImage(blobs: string, { layers, config }: Image): Promise<Descriptor> {
  const described: Descriptor[] = [];
  for (const layer of layers) described.push(await addLayer(blobs, layer));
  const rootfs = { type: 'layers', diff_ids: described.map(({ digest }) => digest) };
  const history = described.map(() => ({ created: CREATED }));
  const whole = { architecture: 'amd64', os: 'linux', created: CREATED, config, rootfs, history };
  return addJson(blobs, 'application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: await addJson(blobs, 'application/vnd.oci.image.config.v1+json', whole),
    layers: described,
  });
}

/**
 * Writes images into a folder as one archive in the OCI layout, for `ctr images import`. Layers are not compressed: they
 * never travel. They must lie on the folder's file system.
 */
export async function writeArchive(folder: string, images: readonly Image[]): Promise<void> {
  const layout = join(folder, 'layout');
  const blobs = join(layout, BLOBS);
  await mkdir(blobs, { recursive: true });
  const manifests = [];
  for (const image of images) {
    const manifest = await addImage(blobs, image);
    for (const name of image.names) {
      const annotations = { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name };
      manifests.push({ ...manifest, platform: { architecture: 'amd64', os: 'linux' }, annotations });
    }
  }
  await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  const parts = ['oci-layout', 'index.json', BLOBS];
  await run('tar', ['--create', '--file', join(folder, ARCHIVE), '--directory', layout, ...parts]);
  await rm(layout, { recursive: true });
}
