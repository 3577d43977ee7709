import { isAtLeast } from '../configuration/version.ts';
import { isStartInSight, serverCalls } from '../configuration/start.ts';
import { mountOf } from '../model/builder.ts';
import type { Engine, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { configurationFile } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import type { Flavour } from './flavour.ts';

type Persistence = ReturnType<Engine['persistence']>;

/**
 * Whether anything is written that must survive. Off only where configuration in sight switches both kinds of persistence off and no
 * claim is mounted for the data: a claim shows that somebody wants it kept.
 */
export function persistence(context: EngineContext, flavour: Flavour): Persistence {
  const { settings } = context;
  const appendOnly = settings.get('appendonly')?.value.toLowerCase() ?? defaultAppendOnly(context);
  if (appendOnly === 'yes') return { state: 'on', why: 'appendonly is on' };
  const snapshots = snapshotsOf(context, flavour);
  const kept = hasDurableVolume(context, flavour);
  if (snapshots === 'off' && appendOnly === 'no' && isAllInSight(context, flavour)) {
    return kept
      ? {
          state: 'unknown',
          why: 'save "" and appendonly no switch persistence off, yet a claim is mounted for its data',
        }
      : { state: 'off', why: 'save "" and appendonly no: nothing is ever written to disk' };
  }
  const policy = settings.get('maxmemory-policy')?.value ?? '';
  if (policy.startsWith('allkeys-') && settings.get('save') === undefined) {
    return kept
      ? { state: 'unknown', why: `maxmemory-policy ${policy} throws any key away, yet a claim is mounted for its data` }
      : { state: 'off', why: `maxmemory-policy ${policy} may throw any key away, and no claim is mounted: a cache` };
  }
  if (snapshots === 'off') return { state: 'unknown', why: 'no snapshots, and appendonly may be set out of sight' };
  if (snapshots === 'lost') return { state: 'unknown', why: whyLost(flavour) };
  if (snapshots === 'unknown') return { state: 'unknown', why: 'its configuration is not in sight' };
  return { state: 'on', why: settings.has('save') ? 'save writes snapshots' : 'snapshots are on by default' };
}

/** Bitnami's images switch the append only file on. */
function defaultAppendOnly({ variant, container }: EngineContext): string {
  if (!variant.startsWith('bitnami')) return 'no';
  return container.environment.complete ? 'yes' : 'unknown';
}

/** `lost`: the default snapshots, which releases before 6.2 drop as soon as the server gets any argument. */
function snapshotsOf(context: EngineContext, flavour: Flavour): 'on' | 'off' | 'lost' | 'unknown' {
  const save = context.settings.get('save');
  if (save !== undefined) {
    if (isUnknown(save.value)) return 'unknown';
    return save.value.trim() === '' ? 'off' : 'on';
  }
  const sight = configurationFile(context, flavour);
  if (sight?.state === 'unseen') return 'unknown';
  const [major, minor] = flavour.keepsDefaultSnapshots.value;
  const isConfigured = serverCalls(context.container, flavour.serverCommands).some(({ words }) => words.length > 0);
  return isConfigured && isAtLeast(context.version, major, minor) === false ? 'lost' : 'on';
}

function whyLost({ name, keepsDefaultSnapshots }: Flavour): string {
  const [major, minor] = keepsDefaultSnapshots.value;
  return `started with arguments but without save, ${name} before ${String(major)}.${String(minor)} takes no snapshots`;
}

/** A file that an init container copies counts: it completes passwords and addresses, and leaves alone what is written. */
function isAllInSight(context: EngineContext, flavour: Flavour): boolean {
  const sight = configurationFile(context, flavour);
  return sight?.state !== 'unseen' && isStartInSight(context.container, flavour.serverCommands);
}

function hasDurableVolume(context: EngineContext, flavour: Flavour): boolean {
  const directory = dataDirectory(context, flavour);
  const kind = directory && mountOf(directory.path, context.container.mounts)?.volume?.kind;
  return kind !== undefined && kind !== 'empty-dir' && kind !== 'config-map' && kind !== 'secret';
}
