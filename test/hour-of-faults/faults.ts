// What breaks in an hour, and is mended after some seconds where it does not mend itself.
import { cutNetwork } from '../chaos/network.ts';
import type { Fault } from '../chaos/fault.ts';
import { freezeContainer } from '../chaos/freeze.ts';
import { killContainer, killPod } from '../chaos/kill.ts';
import type { Kubectl } from '../cluster/kubectl.ts';

/** Breaks something of a member; gives what has to be mended by somebody. */
export type Break = (here: Kubectl, pod: string, container: string) => Promise<Fault | undefined>;

const once =
  (act: (here: Kubectl, pod: string, container: string) => Promise<unknown>): Break =>
  async (...what) => {
    await act(...what);
    return undefined;
  };

/** By their names in what is told. */
export const BREAKS: Readonly<Record<string, Break>> = {
  'server killed': once(killContainer),
  'pod deleted': once((here, pod) => here(['delete', 'pod', pod, '--wait=false'])),
  'pod killed': once(killPod),
  'server frozen': freezeContainer,
  'cut off from everybody': (here, pod) => cutNetwork(here, pod, 'everybody'),
  'cut off from the API': (here, pod) => cutNetwork(here, pod, 'api'),
};
