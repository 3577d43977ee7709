import { BadParameter, type Parameters } from '../../runner/plan.ts';
import { readPodLabels } from '../backup/read-parameters.ts';

/** What a person says about a backup by snapshot. */
export interface SnapshotParameters {
  /** A VolumeSnapshotClass; default the first that fits. */
  readonly snapshotClass: string | undefined;
  /** Seconds after which a session that nobody comes for ends by itself. Default 60 where nobody can write meanwhile, else 600. */
  readonly hold: number | undefined;
  /** Labels for the pod of the Job that holds the session, where a NetworkPolicy asks for them. Default none. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Seconds for the storage to say that a snapshot is ready to use. Default 3,600. */
  readonly deadline: number;
}

/** What a person says about a restore from a snapshot, or its test. */
export interface FromSnapshotParameters {
  readonly backup: string;
  /** The new instance's name; only for a restore. */
  readonly name: string | undefined;
}

const NAME = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/u;

function onlyKnown(given: Parameters, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new BadParameter(
      `With «method: snapshot» there is no parameter «${unknown}»; there are ${known.join(', ')}.`,
    );
}

function seconds(value: unknown, name: string, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 10 || value > most)
    throw new BadParameter(`«${name}» is a number of whole seconds from 10 to ${most}.`);
  return value;
}

/** Reads the parameters of `backup` with `method: 'snapshot'`. Throws {@link BadParameter}. */
export function parseSnapshotParameters(given: Parameters): SnapshotParameters {
  onlyKnown(given, ['method', 'snapshotClass', 'hold', 'podLabels', 'deadline']);
  const { snapshotClass, hold, deadline = 3_600, podLabels } = given;
  if (snapshotClass !== undefined && (typeof snapshotClass !== 'string' || !NAME.test(snapshotClass)))
    throw new BadParameter('«snapshotClass» is the name of a VolumeSnapshotClass.');
  return {
    snapshotClass,
    hold: hold === undefined ? undefined : seconds(hold, 'hold', 600),
    deadline: seconds(deadline, 'deadline', 86_400),
    podLabels: readPodLabels(podLabels),
  };
}

/** Reads the parameters of `verify-backup` and, where `named`, of `restore` with `method: 'snapshot'`. Throws {@link BadParameter}. */
export function parseFromSnapshot(given: Parameters, named: boolean): FromSnapshotParameters {
  onlyKnown(given, ['method', 'backup', ...(named ? ['name'] : [])]);
  const { backup, name } = given;
  if (typeof backup !== 'string' || !/^\d{8}t\d{6}z-[a-z0-9]+$/u.test(backup))
    throw new BadParameter('«backup» is the id of a backup, like 20261122t103000z-k3v9x2ab.');
  if (named && (typeof name !== 'string' || !/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/u.test(name)))
    throw new BadParameter('«name» is the new instance’s name: small letters, digits and hyphens, at most 52.');
  return { backup, name: typeof name === 'string' ? name : undefined };
}
