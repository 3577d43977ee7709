import { changingEngineOf } from '../../engines/changing.ts';
import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { claimSize } from './claim-size.ts';
import type { DatabaseChange } from './database-change.ts';
import { differences } from './differences.ts';

/** What applying a change does to a database that is there, in plain words; none where nothing that belongs to it differs. */
export function effectsOf(change: DatabaseChange): readonly string[] {
  const { after } = change;
  if (after === undefined) return [];
  return [...scaling(change), ...growth(change), ...upgrade(change), ...rollout(change), ...configuration(change)];
}

function* scaling({ before, after }: DatabaseChange): Generator<string> {
  const [old, fresh] = [before.members.count, after?.members.count];
  if (after === undefined || old === undefined || fresh === undefined || old === fresh) return;
  const { name, root } = after.workload;
  if (fresh === 0) yield `It is stopped: all ${String(old)} pods end. Its claims stay.`;
  else if (fresh > old) yield `Scaled out from ${String(old)} to ${String(fresh)}.`;
  else {
    const whenScaled = root.at('spec', 'persistentVolumeClaimRetentionPolicy', 'whenScaled').string();
    const gone = Array.from({ length: old - fresh }, (_, at) => `${name ?? ''}-${String(fresh + at)}`).join(', ');
    const fate = whenScaled === 'Delete' ? 'are deleted with them (whenScaled: Delete)' : 'stay';
    yield `Scaled in from ${String(old)} to ${String(fresh)}: ${gone} end; their claims ${fate}.`;
  }
}

function* growth({ before, after }: DatabaseChange): Generator<string> {
  const [old, fresh] = [before.data.volume?.claim, after?.data.volume?.claim];
  if (old?.form !== 'object' || fresh?.form !== 'object' || old.name !== fresh.name) return;
  const [was, is] = [claimSize(old), claimSize(fresh)];
  if (was === undefined || is === undefined || is.bytes <= was.bytes) return;
  const grows = fresh.storageClass?.at('allowVolumeExpansion').boolean();
  yield `The claim '${fresh.name ?? ''}' grows from ${was.text} to ${is.text}${
    grows === true ? '' : grows === false ? ', which its class does not allow' : ', where its class allows that'
  }.`;
}

function* upgrade({ before, after }: DatabaseChange): Generator<string> {
  const [old, fresh] = [before.version, after?.version];
  if (after?.engine.id !== before.engine.id || old === undefined || fresh === undefined) return;
  if (old.text === fresh.text) return;
  const engine = changingEngineOf(after.engine.id);
  if (engine?.unreadable(old, fresh) !== undefined) return;
  const note = engine?.upgrades(old, fresh);
  yield `${after.engine.name} goes from ${old.text} to ${fresh.text}.${note === undefined ? '' : ` ${note}`}`;
}

/** How pods are replaced when their template differs. */
function* rollout({ before, after }: DatabaseChange): Generator<string> {
  if (after?.workload.kind !== before.workload.kind) return;
  const [was, is] = [before, after].map(({ workload }) => workload.root.at('spec', 'template'));
  if (was === undefined || is === undefined || differences(was, is).length === 0) return;
  const { kind, root } = after.workload;
  const count = after.members.count;
  if (count === 0) return;
  if (kind === 'StatefulSet') {
    if (root.at('spec', 'updateStrategy', 'type').string() === 'OnDelete')
      yield 'Its pods stay as they are until somebody deletes them (updateStrategy OnDelete).';
    else if (count === 1) yield 'Its only pod is restarted: the database is away meanwhile.';
    else yield 'Its pods are restarted one after the other, the highest ordinal first, whoever leads.';
  } else if (kind === 'Deployment') {
    const strategy = root.at('spec', 'strategy', 'type').string() ?? 'RollingUpdate';
    yield strategy === 'Recreate'
      ? 'Its pod ends, then a new one starts: the database is away meanwhile.'
      : 'A new pod starts before the old one ends (RollingUpdate): on one claim they hinder each other.';
  } else yield 'Its pods are replaced.';
}

/** ConfigMaps that it mounts or reads. */
function* configuration({ before, after }: DatabaseChange): Generator<string> {
  if (after === undefined) return;
  const seen = new Set<string>();
  for (const file of after.container.files) {
    const { object } = file.source;
    const old = before.container.files.find(({ path }) => path === file.path);
    if (old === undefined || old.text === file.text || seen.has(titleOf(object))) continue;
    seen.add(titleOf(object));
    yield `${titleOf(object)} changes: pods see the new file within a minute or two, the server most of it only after a restart, which nothing here does.`;
  }
}

const titleOf = (object: KubeObject): string =>
  `${object.kind} '${new Field(object).at('metadata', 'name').string() ?? ''}'`;
