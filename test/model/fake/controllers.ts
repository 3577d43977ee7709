import type { ApiObject } from '../../../core/cluster/connection.ts';
import { bindClaims, readySnapshots } from './volumes.ts';
import { collectGarbage } from './garbage.ts';
import { runJobs } from './jobs.ts';
import { runPods } from './kubelet.ts';
import { keepSlices } from './slices.ts';
import { keepStatefulSets } from './stateful-sets.ts';
import type { Store } from './store.ts';
import type { Time } from './time.ts';

/** What a controller works with. */
export interface Control {
  readonly store: Store;
  readonly time: Time;
  readonly next: () => number;
  readonly job: (job: ApiObject) => { readonly succeeds: boolean; readonly milliseconds: number };
}

/** Looks at everything and does one round of its work; gives milliseconds after which it wants to look again, whatever happens. */
export type Controller = (control: Control) => number | undefined;

const CONTROLLERS: readonly Controller[] = [
  keepStatefulSets,
  runPods,
  runJobs,
  keepSlices,
  bindClaims,
  readySnapshots,
  collectGarbage,
];

/** Milliseconds that a controller takes to see a change: at least, and more by chance. */
const LEAST = 20;
const MORE = 200;

/** Lets every controller act after every change, each with a delay of its own. */
export function startControllers(control: Control): void {
  for (const controller of CONTROLLERS) {
    let pending = false;
    const look = (milliseconds: number): void => {
      void control.time.sleep(milliseconds).then(() => {
        pending = false;
        const again = controller(control);
        if (again !== undefined) void control.time.sleep(again).then(wake);
      });
    };
    const wake = (): void => {
      if (pending) return;
      pending = true;
      look(LEAST + control.next() * MORE);
    };
    control.store.onChange(wake);
  }
}
