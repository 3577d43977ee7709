// What has passed, outside of the work tree: hours of trials go on where they were.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'plinth');

/** The names of trials that have passed; with PLINTH_RESUME=1 those of earlier runs, too. */
export class Progress {
  readonly #file: string;
  readonly #passed: Set<string>;

  constructor(name: string) {
    this.#file = join(FOLDER, `killed-${name}.json`);
    this.#passed = new Set(process.env['PLINTH_RESUME'] === '1' ? read(this.#file) : []);
  }

  has(trial: string): boolean {
    return this.#passed.has(trial);
  }

  add(trial: string): void {
    this.#passed.add(trial);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify([...this.#passed], undefined, 2)}\n`);
  }

  get count(): number {
    return this.#passed.size;
  }
}

function read(file: string): string[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  } catch {
    return [];
  }
}
