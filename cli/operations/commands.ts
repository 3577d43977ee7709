import type { OperationId } from '../../core/runner/index.ts';
import type { NamedOption } from './named-option.ts';
import {
  BACKUP,
  DESTINATION,
  EXPECT,
  HOW_MADE,
  IDENTITY,
  JOB,
  MOVER_IMAGE,
  OF_BACKUPS,
  QUERY,
  RULES,
  deadline,
} from './shared-options.ts';

/** Of what a CronJob runs. */
const TIME_ZONE: NamedOption = {
  flags: '--time-zone <name>',
  parameter: 'timeZone',
  description: 'by the clock of which time zone; default: Etc/UTC',
  as: 'text',
};
const SUSPENDED: NamedOption = {
  flags: '--suspended',
  parameter: 'suspended',
  description: 'made, and not run until it is resumed',
  as: 'flag',
};

/** Of a fence. */
const GRACE: NamedOption = {
  flags: '--grace <seconds>',
  parameter: 'grace',
  description:
    'how long its pod is given to end, at least 1; a frozen one uses all that it has; default: what the pod says',
  as: 'count',
};

/** A command that runs an operation. */
export interface OperationCommand {
  readonly id: OperationId;
  /** As it is called: `verify`. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly NamedOption[];
}

/** Every operation that has a command, with all that can be said of it. Nothing of the operations themselves is loaded for it. */
export const OPERATION_COMMANDS: readonly OperationCommand[] = [
  {
    id: 'backup',
    name: 'backup',
    description: 'back a database up to a destination, by a Job beside it',
    options: [
      ...OF_BACKUPS,
      {
        flags: '--snapshot-class <name>',
        parameter: 'snapshotClass',
        description: 'the VolumeSnapshotClass of --method snapshot, which wants no destination; default: one that fits',
        as: 'text',
      },
      {
        flags: '--hold <seconds>',
        parameter: 'hold',
        description: 'end the session of --method snapshot after so long, whoever waits for it',
        as: 'count',
      },
    ],
  },
  {
    id: 'verify-backup',
    name: 'verify',
    description: 'read a backup back into a throw-away instance, check it, and remove the instance',
    options: [DESTINATION, BACKUP, HOW_MADE, IDENTITY, ...QUERY, EXPECT, ...JOB],
  },
  {
    id: 'restore',
    name: 'restore',
    description: 'restore a backup to a new instance, or in place of the database (--into place)',
    options: [
      DESTINATION,
      BACKUP,
      HOW_MADE,
      IDENTITY,
      { flags: '--name <name>', parameter: 'name', description: "the new instance's name", as: 'text' },
      {
        flags: '--into <where>',
        parameter: 'into',
        description: 'place: the new instance takes the place of the database, which is kept',
        as: 'text',
      },
      ...QUERY,
      EXPECT,
      ...JOB,
    ],
  },
  {
    id: 'stop',
    name: 'stop',
    description: 'scale a database to none, in good order, to be started again',
    options: [
      {
        flags: '--pause-owners',
        parameter: 'pauseOwners',
        description: 'pause GitOps and KEDA, which would scale it up again, until it is started',
        as: 'flag',
      },
    ],
  },
  { id: 'start', name: 'start', description: 'start a stopped database, and check that it is the same', options: [] },
  {
    id: 'restart',
    name: 'restart',
    description: 'restart a database, its standbys first',
    options: [
      {
        flags: '--member <pod>',
        parameter: 'members',
        description: 'only this member; may be repeated; default: all',
        as: 'list',
      },
      {
        flags: '--pause-owners',
        parameter: 'pauseOwners',
        description: 'pause GitOps that would open a closed door again, and let it go on afterwards',
        as: 'flag',
      },
    ],
  },
  {
    id: 'switchover',
    name: 'switchover',
    description: 'let a replica take over from a primary that is well, without losing a row',
    options: [
      {
        flags: '--to <pod>',
        parameter: 'to',
        description: 'who is to lead; default: whoever is least behind',
        as: 'text',
      },
      {
        flags: '--pause-owners',
        parameter: 'pauseOwners',
        description: 'pause GitOps that would undo what it changes, and let it go on afterwards',
        as: 'flag',
      },
    ],
  },
  {
    id: 'failover',
    name: 'failover',
    description: 'let a replica take over from a primary that says nothing any more; the old one is fenced first',
    options: [
      {
        flags: '--to <pod>',
        parameter: 'to',
        description: 'who is to lead; default: whoever has received most',
        as: 'text',
      },
      {
        flags: '--from <pod>',
        parameter: 'from',
        description: 'who led, where nobody can tell: it is fenced',
        as: 'text',
      },
      {
        flags: '--max-loss <transactions>',
        parameter: 'maxLoss',
        description:
          'how many transactions may be lost; they are counted on the old volume before anybody is promoted; default: 0',
        as: 'text',
      },
      {
        flags: '--way <way>',
        parameter: 'way',
        description: 'how the old primary is kept away: gate or scale, as for fence; default: gate',
        as: 'text',
      },
      {
        flags: '--attested <node>',
        parameter: 'attested',
        description: 'you attest that the machine of this node, which is marked as out of service, is off',
        as: 'text',
      },
      GRACE,
      {
        flags: '--pause-owners',
        parameter: 'pauseOwners',
        description:
          'pause GitOps and KEDA, which would undo what it changes; those that would take the fence away stay paused',
        as: 'flag',
      },
    ],
  },
  {
    id: 'fence',
    name: 'fence',
    description: 'take one member of a database away for certain, until it is unfenced',
    options: [
      { flags: '--member <pod>', parameter: 'member', description: 'the member that is to go', as: 'text' },
      {
        flags: '--way <way>',
        parameter: 'way',
        description:
          'gate: its pod is held before it starts; scale: the set asks for one less (first or last member); default: gate',
        as: 'text',
      },
      {
        flags: '--attested <node>',
        parameter: 'attested',
        description: 'you attest that the machine of this node, which is marked as out of service, is off',
        as: 'text',
      },
      GRACE,
      {
        flags: '--pause-owners',
        parameter: 'pauseOwners',
        description: 'pause GitOps and KEDA, which would take the fence away; they stay paused',
        as: 'flag',
      },
    ],
  },
  { id: 'unfence', name: 'unfence', description: 'let the member that is fenced come back', options: [] },
  {
    id: 'rejoin',
    name: 'rejoin',
    description: 'let a member whose history went another way follow the present primary again; its old data are kept',
    options: [
      {
        flags: '--member <pod>',
        parameter: 'member',
        description: 'who is to follow again; default: the member that is fenced',
        as: 'text',
      },
    ],
  },
  {
    id: 'add-standby',
    name: 'add-standby',
    description: 'let one more standby come, and wait until it follows',
    options: [
      {
        flags: '--deadline <seconds>',
        parameter: 'deadline',
        description: 'take all back where it does not follow after so many seconds; default: 3600',
        as: 'count',
      },
    ],
  },
  {
    id: 'remove-standby',
    name: 'remove-standby',
    description: 'let the last standby go, and drop what the primary kept for it; its claims stay',
    options: [
      {
        flags: '--keep <members>',
        parameter: 'keep',
        description: 'so many members must be left at least',
        as: 'count',
      },
    ],
  },
  {
    id: 'prune-backups',
    name: 'prune',
    description: 'remove backups that no rule keeps, or that are named; the plan says which ones',
    options: [
      DESTINATION,
      { ...HOW_MADE, description: 'snapshot: prune snapshots, and no destination' },
      ...RULES,
      {
        flags: '--backup <id>',
        parameter: 'backups',
        description: 'only this one goes, where no rule keeps it; may be repeated',
        as: 'list',
      },
      deadline(3_600),
      MOVER_IMAGE,
    ],
  },
  {
    id: 'schedule-backups',
    name: 'schedule',
    description: 'have a database backed up again and again, by a CronJob beside it',
    options: [
      {
        flags: '--cron <fields>',
        parameter: 'schedule',
        description: 'when: five fields of cron, like "0 3 * * *"',
        as: 'text',
      },
      TIME_ZONE,
      SUSPENDED,
      ...RULES,
      ...OF_BACKUPS,
    ],
  },
  {
    id: 'unschedule-backups',
    name: 'unschedule',
    description: "remove the CronJob of a database's backups; the backups stay",
    options: [],
  },
  {
    id: 'schedule-hours',
    name: 'schedule-hours',
    description: 'have a database stopped and started by the clock, by CronJobs beside it',
    options: [
      {
        flags: '--stop <fields>',
        parameter: 'stop',
        description: 'when it stops: five fields of cron, like "0 19 * * 5"',
        as: 'text',
      },
      {
        flags: '--start <fields>',
        parameter: 'start',
        description: 'when it starts: five fields of cron, like "0 7 * * 1"',
        as: 'text',
      },
      TIME_ZONE,
      SUSPENDED,
    ],
  },
  {
    id: 'unschedule-hours',
    name: 'unschedule-hours',
    description: 'no longer stop and start a database by the clock; it stays as it is',
    options: [],
  },
];
