import type { ApiObject } from '../../../core/cluster/connection.ts';
import { bindClaims, readySnapshots, reclaimVolumes } from './volumes.ts';
import { collectGarbage } from './garbage.ts';
import { runJobs } from './jobs.ts';
import { runPods } from './kubelet.ts';
import { runPrograms, type JobProgram, type Process } from './programs.ts';
import { keepSlices } from './slices.ts';
import { keepStatefulSets } from './stateful-sets.ts';
import type { Store } from './store.ts';
import type { Time } from './time.ts';

/** What becomes of a Job's pod, after so many milliseconds; the message is its last words. Undefined: a program runs in it, and its end decides. */
export type JobCourse = (job: ApiObject) =>
  | {
      readonly succeeds: boolean;
      readonly milliseconds: number;
      readonly message?: string;
    }
  | undefined;

/** What a controller works with. */
export interface Control {
  readonly store: Store;
  readonly time: Time;
  readonly next: () => number;
  readonly job: JobCourse;
  readonly program: JobProgram;
  readonly processes: Map<string, Process>;
}

/** Looks at everything and does one round of its work; gives milliseconds after which it wants to look again, whatever happens. */
export type Controller = (control: Control) => number | undefined;

const CONTROLLERS: readonly Controller[] = [
  keepStatefulSets,
  runPods,
  runPrograms,
  runJobs,
  keepSlices,
  bindClaims,
  reclaimVolumes,
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
    /** When it wants to look again, as far as it has said so. */
    let next = Infinity;
    const look = (milliseconds: number): void => {
      void control.time.sleep(milliseconds).then(() => {
        pending = false;
        if (control.time.now() >= next) next = Infinity;
        const again = control.time.now() + (controller(control) ?? Infinity);
        if (again >= next) return;
        next = again;
        void control.time.sleep(again - control.time.now()).then(wake);
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
