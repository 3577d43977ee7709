import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Step } from '../../runner/step.ts';
import type { ServerFacts } from '../backup/facts.ts';
import { complaint, leave, said } from './session.ts';
import { MEET } from './session-job.ts';

/** Ends the session, waits for what is counted after it, and keeps all that it said. */
export function releaseStep(job: string): Step {
  return {
    id: 'release',
    title: 'End the session, and count once more',
    commands: [`kubectl exec job/${job} -- touch ${MEET}/release`],
    needs: [],
    removesWrites: false,
    deadline: 300,
    observe: ({ facts }) =>
      Promise.resolve(
        facts['told'] === undefined
          ? { state: 'todo', evidence: 'The session has not ended yet.' }
          : { state: 'done', evidence: 'The session has ended, and what it said is kept.' },
      ),
    act: async (hand) => {
      if ((await said(hand, job)).state === 'running') await leave(hand, job, 'release');
      for (;;) {
        const seen = await said(hand, job);
        if (seen.state === 'complete') {
          await hand.keep('told', wanted(seen.facts));
          return;
        }
        if (seen.state === 'failed' || seen.state === 'gone') throw new ClusterTrouble('broken', complaint(seen));
        hand.tell({ text: `Waiting until ${job} has counted` });
        await hand.sleep(500);
      }
    },
  };
}

const WANTED = /^(?:version|identity|label|position\.(?:start|end)|(?:before|after)\.count\.[\w.-]+)$/u;

function wanted(facts: ServerFacts): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => WANTED.test(key)));
}
