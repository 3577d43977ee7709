// Looks at everything in a namespace that is not a Secret, from the moment it is there.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { KUBECONFIG } from '../cluster/places.ts';
import type { Practice } from '../cluster/practice.ts';
import type { Evidence, KubernetesObject } from './evidence.ts';

const KINDS = ['configmaps', 'events', 'jobs', 'pods', 'leases', 'statefulsets', 'cronjobs', 'services'];
/** Five times a second. */
const EVERY = 200;

interface Pod extends KubernetesObject {
  readonly status?: {
    readonly containerStatuses?: readonly State[];
    readonly initContainerStatuses?: readonly State[];
  };
}
interface State {
  readonly name: string;
  readonly state?: { readonly running?: object; readonly terminated?: object };
}

export class Watch {
  readonly #practice: Practice;
  readonly #evidence: Evidence;
  readonly #running: ChildProcess[] = [];
  readonly #followed = new Set<string>();
  #polling: NodeJS.Timeout | undefined;
  #hasEnded = false;
  #rounds = 0;

  constructor(practice: Practice, evidence: Evidence) {
    this.#practice = practice;
    this.#evidence = evidence;
    for (const kind of KINDS) this.#watch(kind);
    // The cluster's containers run on this machine: its process table has the command lines of all of them, and of the command line under test.
    const look = async (): Promise<void> => {
      await this.#commandLines();
      this.#rounds++;
      // It may have ended while it looked.
      if (!this.#hasEnded) this.#polling = setTimeout(() => void look(), EVERY);
    };
    this.#polling = setTimeout(() => void look(), 0);
  }

  /** How often the process table was read. */
  get rounds(): number {
    return this.#rounds;
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#polling);
    for (const child of this.#running) child.kill();
  }

  #kubectl(args: readonly string[], onLine: (line: string) => void): void {
    const { built, namespace } = this.#practice;
    const program = path.join(built.kubernetes, 'kubectl');
    const options = [`--kubeconfig=${KUBECONFIG}`, `--namespace=${namespace}`];
    const child = spawn(program, [...options, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#running.push(child);
    createInterface({ input: child.stdout }).on('line', onLine);
  }

  #watch(kind: string): void {
    let text = '';
    this.#kubectl(['get', kind, '--watch', '--output=json'], (line) => {
      text += `${line}\n`;
      if (line !== '}') return;
      const object = JSON.parse(text) as KubernetesObject;
      text = '';
      this.#evidence.object(object);
      if (object.kind === 'Pod') this.#follow(object);
    });
  }

  /** Reads the logs of every container of a pod that has begun. */
  #follow({ metadata: { name }, status }: Pod): void {
    for (const { name: container, state } of [
      ...(status?.initContainerStatuses ?? []),
      ...(status?.containerStatuses ?? []),
    ]) {
      const place = `log of ${name}/${container}`;
      if ((state?.running ?? state?.terminated) === undefined || this.#followed.has(place)) continue;
      this.#followed.add(place);
      this.#kubectl(['logs', '--follow', name, `--container=${container}`], (line) => {
        this.#evidence.note(place, line);
      });
    }
  }

  async #commandLines(): Promise<void> {
    const numbers = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
    await Promise.all(
      numbers.map(async (number) => {
        const line = await readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '');
        if (line !== '') this.#evidence.note('command lines', line.replaceAll('\0', ' '));
      }),
    );
  }
}
