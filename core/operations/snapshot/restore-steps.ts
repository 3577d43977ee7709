import { REFUSED } from '../../../engines/model/dump.ts';
import type { Json } from '../../../engines/model/object.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { jobStep } from '../../procedures/jobs/job-steps.ts';
import { objectStep } from '../../procedures/jobs/object-step.ts';
import type { Step } from '../../runner/step.ts';
import { withPlanning } from '../backup/needs.ts';
import { FAULT } from '../restore/fetched-step.ts';
import { beginsAnew, followsWriting, MENDED, writesOnce } from '../restore/instance-facts.ts';
import { ownSecretSteps } from '../restore/own-secret.ts';
import { readyStep } from '../restore/ready-step.ts';
import { claimsOf, logClaim, type FromSnapshot } from './restoring.ts';
import { complaint, said } from './session.ts';
import { engineJob } from './session-job.ts';

/** Where the second snapshot is mounted beside the first. */
const LOG_AT = '/plinth-log';

export const mendJob = (id: string): string => `plinth-mend-${id}`;

/** From the claims to a server that has started on what the snapshot holds. A test keeps a fault of the snapshot's as its outcome. */
export function fromSnapshotSteps(from: FromSnapshot, isTest: boolean): Step[] {
  const { id, namespace, name, beside, dataClaim } = from;
  const data = beside.claims.find(({ metadata }) => metadata.name === dataClaim);
  const claims = claimsOf(from).map((object, index) => {
    const step = objectStep({
      id: `claim-${index}`,
      title: `Make the claim ${object.metadata.name}`,
      resource: RESOURCES.claims,
      object,
    });
    return object === data ? beginsAnew(step) : step;
  });
  const mend = writesOnce(
    jobStep(mendingJob(from), { id: 'mend-job', title: 'Make the files ready for a server of their own' }),
  );
  return withPlanning(
    [
      keptStep(from),
      objectStep({
        id: 'service',
        title: `Make the Service ${name}`,
        resource: RESOURCES.services,
        object: beside.service,
      }),
      ...ownSecretSteps(beside.secret),
      ...claims,
      mend,
      followsWriting(mendedStep(mendJob(id), isTest)),
      objectStep({ id: 'set', title: `Start ${name}`, resource: RESOURCES.statefulSets, object: beside.set }),
      readyStep(namespace, `${name}-0`, { tolerates: isTest }),
    ],
    namespace,
  );
}

/** Keeps the manifest for the checks, and when the restore began. */
function keptStep({ manifest, data, namespace }: FromSnapshot): Step {
  return {
    id: 'manifest',
    title: `Read the manifest of ${manifest.id} on ${data}`,
    commands: [`kubectl --namespace ${namespace} get volumesnapshot ${data} --output=yaml`],
    needs: ['get', 'list'].map((verb) => ({ verb, resource: RESOURCES.snapshots, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts['manifest'] === undefined
          ? { state: 'todo', evidence: 'It is not kept yet.' }
          : { state: 'done', evidence: 'It is kept.' },
      ),
    act: async (hand) => {
      if (hand.facts['loadStarted'] === undefined) await hand.keep('loadStarted', hand.now());
      await hand.keep('manifest', JSON.parse(JSON.stringify(manifest)) as Json);
    },
  };
}

function mendingJob({ id, namespace, name, server, engine, dataClaim, log, label }: FromSnapshot) {
  const { model } = server;
  const { mount, directory } = model.data;
  const path = mount?.path ?? '';
  const within = (directory?.path ?? '').slice(path.length);
  const subPath = mount?.subPath;
  return engineJob({
    name: mendJob(id),
    namespace,
    container: model.container.field,
    podSpec: model.pod.spec,
    image: model.container.image?.reference ?? '',
    podLabels: {},
    scripts: { main: { script: engine.mend(model.context), inherits: [] } },
    variables: { DATA: directory?.path ?? '', LOG: `${LOG_AT}${within}`, LABEL: label },
    claims: [
      { volume: 'data', claim: dataClaim, path, subPath },
      ...(log === undefined ? [] : [{ volume: 'log', claim: logClaim(name), path: LOG_AT, subPath }]),
    ],
    deadline: 3_600,
  });
}

/** Waits for that Job. */
function mendedStep(job: string, isTest: boolean): Step {
  return {
    id: 'mend',
    title: 'Wait until the files are ready',
    commands: [`kubectl wait --for=condition=complete job/${job}`],
    needs: [],
    removesWrites: false,
    deadline: 3_660,
    observe: async (hand) => {
      if (hand.facts[MENDED] === true) return { state: 'done', evidence: 'The files are ready.' };
      if (hand.facts[FAULT] !== undefined) return { state: 'done', evidence: 'A fault was found, and is kept.' };
      const seen = await said(hand, job);
      if (seen.state === 'gone') return { state: 'impossible', evidence: `The Job ${job} is gone.` };
      return { state: 'todo', evidence: `${job}: ${seen.state}.` };
    },
    act: async (hand) => {
      for (;;) {
        const seen = await said(hand, job);
        if (seen.state === 'complete') return hand.keep(MENDED, true);
        if (seen.state === 'gone' || seen.state === 'failed') {
          const why = complaint(seen);
          if (isTest && seen.exitCode === REFUSED) return hand.keep(FAULT, why);
          throw new ClusterTrouble('broken', why);
        }
        hand.tell({ text: seen.trouble === undefined ? `${job}: ${seen.state}` : `${job} waits: ${seen.trouble}` });
        await hand.sleep(500);
      }
    },
  };
}
