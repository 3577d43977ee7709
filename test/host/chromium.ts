import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { CACHE, HOST } from './places.ts';

/** A browser for Playwright: its own download is not used, so that npm's registry is all the network there is. */
export interface Browser {
  /** Undefined: Playwright's channel says which installed browser. */
  readonly executablePath?: string;
  readonly channel?: 'chrome';
  readonly env: Readonly<Record<string, string>>;
}

const FOLDER = path.join(CACHE, 'chromium');
const FONTS = path.join(HOST, 'node_modules/dejavu-fonts-ttf/ttf');

/** One font for text and one for code, so that pictures look the same on every machine. */
const FONT_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${FONTS}</dir>
  <cachedir>${path.join(FOLDER, 'fonts')}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <match target="pattern">
    <test qual="all" name="family" compare="not_eq"><string>DejaVu Sans Mono</string></test>
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
</fontconfig>
`;

/** Unpacks the headless Chromium of npm's @sparticuz/chromium with the libraries that it needs; once. */
function unpacked(): string {
  const executable = path.join(FOLDER, 'chromium');
  if (existsSync(executable)) return executable;
  const archive = path.join(HOST, 'node_modules/@sparticuz/chromium/bin');
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('tar', ['x', '-C', FOLDER], {
    input: brotliDecompressSync(readFileSync(path.join(archive, 'al2023.tar.br'))),
  });
  writeFileSync(path.join(FOLDER, 'fonts.conf'), FONT_CONFIGURATION);
  // Whoever looks meanwhile sees the whole file or none.
  const partial = `${executable}.${process.pid}`;
  writeFileSync(partial, brotliDecompressSync(readFileSync(path.join(archive, 'chromium.br'))));
  chmodSync(partial, 0o755);
  renameSync(partial, executable);
  return executable;
}

/** The browser to drive: the one that CHROMIUM names, on 64-bit Linux npm's, elsewhere the installed Chrome. */
export function browser(): Browser {
  const given = process.env['CHROMIUM'];
  if (given !== undefined) return { executablePath: given, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome', env: {} };
  return {
    executablePath: unpacked(),
    env: { LD_LIBRARY_PATH: path.join(FOLDER, 'lib'), FONTCONFIG_FILE: path.join(FOLDER, 'fonts.conf') },
  };
}
