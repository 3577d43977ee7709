import type { DumpMethod } from '../../../engines/model/dump.ts';
import type { Version } from '../../../engines/model/engine.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { MoverLine } from '../../backups/mover/lines.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Step } from '../../runner/step.ts';
import { textFact } from '../backup/facts.ts';
import type { Restoring } from './restoring-model.ts';

/**
 * The fact that keeps why a backup cannot be restored here (R12), seen before anything was read. Planning cannot tell: what lies at a destination is seen only by
 * a Job. A test ends `done` with it as its outcome, and writes no verification: without a manifest there is nothing to write it beside, and of a newer server's
 * backup nothing was tested. A restore fails with it before it makes anything.
 */
export const UNFIT = 'unfit';

/** A step that is left out where the backup was found unfit. */
export function unlessUnfit(step: Step): Step {
  return {
    ...step,
    observe: (hand) =>
      textFact(hand.facts, UNFIT) === undefined
        ? step.observe(hand)
        : Promise.resolve({ state: 'done', evidence: 'It is left out: the backup cannot be restored here.' }),
  };
}

/** The manifest of the backup that is asked for, or, in a test, why it is unfit. Throws where it is not there or was not meant, and in a restore for all else. */
export function manifestIn(
  lines: readonly MoverLine[],
  { parameters, server, method, isTest }: Pick<Restoring, 'parameters' | 'server' | 'method' | 'isTest'>,
): { readonly fact: string; readonly value: Json } {
  const found = lines.flatMap((line) => ('listedBackup' in line ? [line.listedBackup.backup] : []));
  const backup = found.find(({ id }) => id === parameters.backup);
  const refuse = (why: string): never => {
    throw new ClusterTrouble('broken', `R12: ${why}`);
  };
  const unfit = (why: string) => (isTest ? { fact: UNFIT, value: `R12: ${why}` } : refuse(why));
  if (backup === undefined) return refuse(`There is no backup ${parameters.backup} at ${parameters.destination}.`);
  const { manifest } = backup;
  if (manifest === undefined || backup.state === 'partial')
    return unfit(
      `The backup ${backup.id} is not complete: ${(backup.why ?? 'it has no manifest').replace(/\.$/u, '')}.`,
    );
  if (manifest.method !== method.method)
    return refuse(`The backup ${backup.id} is a ${manifest.method} one; say so by «method».`);
  const why = unreadBy(manifest.engineVersion, server.model.version, method.readBy);
  if (why !== undefined)
    return unfit(`The backup ${backup.id} is of version ${manifest.engineVersion}; the server here is ${why}.`);
  return { fact: 'manifest', value: JSON.parse(JSON.stringify(manifest)) as Json };
}

/** Why a server cannot read a backup of this version: its own version; undefined where it can, or its version is not known. */
function unreadBy(of: string, version: Version | undefined, readBy: DumpMethod['readBy']): string | undefined {
  const [major = NaN, minor = NaN] = of.split('.').map((part) => Number.parseInt(part, 10));
  if (version === undefined || Number.isNaN(major)) return undefined;
  if (major > version.major) return `${version.major}`;
  if (readBy === undefined) return undefined;
  if (major !== version.major) return `${version.major}, and only one of the same major version reads its files`;
  if (readBy === 'major' || version.minor === undefined || Number.isNaN(minor) || minor === version.minor)
    return undefined;
  return `${version.major}.${version.minor}, and only one of the same series reads its files`;
}
