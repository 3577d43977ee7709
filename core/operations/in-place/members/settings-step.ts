import type { EngineContext } from '../../../../engines/model/engine.ts';
import type { JoiningEngine } from '../../../../engines/model/joining.ts';
import type { ExecTarget } from '../../../cluster/connection.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Step } from '../../../runner/step.ts';
import { execRights } from '../../backup/needs.ts';
import { parseFacts } from '../../backup/facts.ts';
import { SETTLED } from '../../restore/instance-facts.ts';

/** From which member what a member needs is read, and who gets it. */
export interface Settling {
  readonly from: ExecTarget;
  readonly to: ExecTarget;
  readonly engine: JoiningEngine;
  readonly context: EngineContext;
}

/** Copies what a member's volume has beside the data from the old set to the restored server. Files with passwords in them are refused by the script in the member itself. */
export function settingsStep({ from, to, engine, context }: Settling): Step {
  return {
    id: 'settings',
    title: `Give ${to.pod} the files by which members of the set find each other, as ${from.pod} has them`,
    commands: [from, to].map(
      ({ namespace, pod, container }) => `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`,
    ),
    needs: execRights(from.namespace),
    removesWrites: false,
    deadline: 120,
    observe: ({ facts: { [SETTLED]: count } }) =>
      Promise.resolve(
        typeof count !== 'number'
          ? { state: 'todo', evidence: `${to.pod} has none of them yet.` }
          : { state: 'done', evidence: `${to.pod} has ${String(count)} of them.` },
      ),
    act: async (hand) => {
      const text = await said(hand, from, engine.read(context));
      const secret = parseFacts(text)['secret'];
      if (secret !== undefined)
        throw new ClusterTrouble(
          'broken',
          `${secret} of ${from.pod} has a password in it, which Plinth does not carry about. Restore to a new instance.`,
        );
      const { written } = parseFacts(await said(hand, to, engine.write(context), text));
      if (written === undefined || Number(written) === 0)
        throw new ClusterTrouble('broken', `${from.pod} has none of the files that a member needs.`);
      await hand.keep(SETTLED, Number(written));
    },
  };
}

async function said(hand: Hand, target: ExecTarget, script: string, stdin?: string): Promise<string> {
  const given = stdin === undefined ? {} : { stdin };
  const { exitCode, stdout, stderr } = await hand.script(target, script, { timeout: 50_000, ...given });
  if (exitCode === 0) return stdout;
  throw new ClusterTrouble('broken', `${target.pod} does not do it: ${stderr.trim().slice(-200) || 'no reason given'}`);
}
