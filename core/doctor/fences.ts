import { closedBecause } from '../preflight/index.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/**
 * How the old primary can be kept from writing: F1 by its engine, F2 by taking its pod away, F2b by holding it at a scheduling gate. Where somebody else is in charge of
 * the roles, the fences are theirs.
 */
export const fences: Check = {
  id: 'fences',
  title: 'The old primary can be fenced',
  of: 'failover',
  look: (examined) => {
    const { flavour } = examined.database;
    if (flavour !== 'plain' && flavour !== 'sentinel')
      return [well('Fencing is up to whoever is in charge of the roles.', `its flavour is ${flavour}`)];
    return [byEngine(examined), ...byPod(examined)];
  },
};

/** F1: it holds after a restart, and wants the server to answer. */
function byEngine({ engine, database: { engineName, members }, asked }: Examined): Finding {
  const leader = members.find(({ writable }) => writable === true)?.pod.name;
  if (engine === undefined)
    return unknown(
      `Whether ${engineName} can be fenced by itself (F1) is not known.`,
      'Plinth has not learnt how its members change roles',
      'Rely on taking its pod away.',
    );
  const own = asked.find(({ name }) => name === leader);
  if (leader === undefined || own?.facts === undefined)
    return unknown(
      'Whether the primary can be fenced by its engine (F1) is not known: it does not answer.',
      leader === undefined ? 'no member accepts writes' : `${leader}: ${own?.why ?? 'no answer'}`,
      'Let it answer; without it, only taking its pod away is a fence.',
    );
  const [against] = engine.cannotBeFenced?.(own.facts) ?? [];
  if (against !== undefined)
    return risk(
      `${leader} cannot be fenced by its engine (F1): ${against.what.replaceAll('{member}', leader)}`,
      against.evidence,
      against.wayOut,
    );
  const how = engine.fence.by === 'stays' ? 'its server goes on, read-only' : 'its next start is as a replica';
  return well(`${leader} can be fenced by its engine (F1).`, how);
}

/** F2 and F2b: the pod's end counts only where its kubelet confirms it. */
function byPod({ workload, database, nodes }: Examined): Finding[] {
  const { name, kind } = database.workload;
  if (kind !== 'StatefulSet' || workload === undefined)
    return [
      risk(
        'Its pods cannot be taken away one by one (F2): another one would come at once.',
        `${kind} ${name} is no StatefulSet`,
        'Run it as a StatefulSet.',
      ),
    ];
  const found: Finding[] = [];
  const spec = fieldOf(workload).at('spec');
  const policy = spec.at('persistentVolumeClaimRetentionPolicy', 'whenScaled').string() ?? 'Retain';
  if (policy !== 'Retain')
    found.push(
      risk(
        'Taking a pod away by scaling in (F2) would delete its claim, with the data.',
        `spec.persistentVolumeClaimRetentionPolicy.whenScaled is ${policy}`,
        `kubectl --namespace ${database.namespace} patch statefulset ${name} --type=merge --patch '{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenScaled":"Retain"}}}'`,
      ),
    );
  const leader = database.members.find(({ role, writable }) => writable === true || role === 'primary');
  const node = nodes?.find(({ metadata }) => metadata.name === leader?.node);
  if (leader?.node === undefined || node === undefined)
    found.push(
      unknown(
        'Whether the primary’s node could confirm that its pod has ended (F2, F2b) is not known.',
        leader?.node === undefined
          ? 'no primary runs on a node that is known'
          : nodes === undefined
            ? 'you may not list nodes'
            : `there is no node ${leader.node}`,
        'Look at the node: kubectl get nodes.',
      ),
    );
  else if (isDown(node))
    found.push(
      risk(
        `The primary’s node cannot confirm that its pod has ended (F2, F2b): ${node.metadata.name} is not Ready.`,
        closedBecause(node) ?? 'its kubelet does not tell',
        'Bring the node back; or see to it that the machine is off (F4).',
      ),
    );
  if (found.length > 0) return found;
  return [
    well(
      `The primary’s pod can be taken away (F2, F2b), and its claim stays.`,
      `whenScaled is ${policy}; ${leader?.node ?? ''} is Ready`,
    ),
  ];
}

/** A cordoned node confirms as well as another one. */
const isDown = (node: Parameters<typeof fieldOf>[0]): boolean =>
  fieldOf(node)
    .at('status', 'conditions')
    .items()
    .find((one) => one.at('type').string() === 'Ready')
    ?.at('status')
    .string() !== 'True';
