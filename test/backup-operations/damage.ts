// Backups with faults, made of sound ones at their destination.
import type { BackupLab } from './lab.ts';

/** A copy of a backup that has a fault. */
export interface Damaged {
  /** The id of the copy. */
  readonly id: string;
  /** The sound one. */
  readonly from: string;
  /** JavaScript that changes `folder` (of the copy) or `manifest`: what was stored is no longer what was stored. */
  readonly stored?: string;
  /** JavaScript that gives other bytes for `data`, before compression: size and checksum will fit, as of a dump that went wrong. */
  readonly dumped?: string;
}

/** Runs in Node ≥ 22.15 with the claim at /backups. */
const PROGRAM = String.raw`
const fs = require('node:fs'), path = require('node:path'), zlib = require('node:zlib'), { createHash } = require('node:crypto');
const { shelf, damaged } = JSON.parse(process.env.DAMAGE);
/** Entries of a tar: [name, first byte of its content, size]. */
function* entries(tar) {
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    yield { name, at, content: at + 512, size };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
for (const { id, from, stored, dumped } of damaged) {
  const folder = path.join(shelf, id);
  fs.cpSync(path.join(shelf, from), folder, { recursive: true });
  for (const file of fs.readdirSync(folder)) if (file.startsWith('verification')) fs.rmSync(path.join(folder, file));
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  manifest.id = id;
  const file = path.join(folder, manifest.files[0].name);
  if (dumped) {
    const data = new Function('data', 'entries', dumped)(zlib.zstdDecompressSync(fs.readFileSync(file)), entries);
    const packed = zlib.zstdCompressSync(data);
    fs.writeFileSync(file, packed);
    Object.assign(manifest.files[0], { size: packed.length, plainSize: data.length, sha256: createHash('sha256').update(packed).digest('hex') });
  }
  const other = (name) => JSON.parse(fs.readFileSync(path.join(shelf, name, 'manifest.json'), 'utf8'));
  if (stored) new Function('fs', 'folder', 'file', 'manifest', 'other', stored)(fs, folder, file, manifest, other);
  if (manifest.id) fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  else fs.rmSync(path.join(folder, 'manifest.json'));
}
`;

/** Makes damaged copies, in one pod. */
export async function damage(lab: BackupLab, damaged: readonly Damaged[]): Promise<void> {
  const shelf = `/backups/kept/${lab.namespace}/orders`;
  await lab.onClaim('node -e "$PROGRAM"', 'node:22', { DAMAGE: JSON.stringify({ shelf, damaged }), PROGRAM });
}

/** Faults of a stored backup that are there for every engine. */
export const STORED = {
  flipped: `const bytes = fs.readFileSync(file); bytes[Math.floor(bytes.length / 2)] ^= 4; fs.writeFileSync(file, bytes)`,
  truncated: `fs.truncateSync(file, fs.statSync(file).size - 7)`,
  unfinished: `delete manifest.id`,
  newer: `manifest.engineVersion = '99.1'`,
} as const;
