import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ordersSet } from '../../server/rules/change/example.ts';
import { ROOT } from '../host/places.ts';
import type { Person } from './person.ts';
import { visit, type Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);
const NAME = 'orders.yaml';
const ME = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

describe('a person who edits a manifest that was committed', function () {
  this.timeout(90_000);
  let here: Visit;
  let person: Person;
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-committed-'));
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', folder, ...args], { env: { ...process.env, ...ME } });
  };

  before(async () => {
    writeFileSync(path.join(folder, NAME), ordersSet({ replicas: 3 }));
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=state');
    writeFileSync(path.join(folder, NAME), ordersSet({ replicas: 2, image: 'postgres:17.2', size: '10Gi' }));
    here = await visit(VSIX, folder);
    person = here.person;
  });
  after(async () => {
    await here.end();
    rmSync(folder, { recursive: true });
  });

  it('sees over the workload what its changes would do', async () => {
    await person.opens(NAME);
    await person.goesTo('Home');
    await person.lens('Since the last commit: 2 risks').first().waitFor();
    await person.photographs('since-the-last-commit');
  });

  it('goes through the risks of the change', async () => {
    const shown = person.page.locator('.zone-widget.reference-zone-widget, .zone-widget .peekview-widget').first();
    // Lenses are drawn anew while problems still come in: a click on one that goes away does nothing.
    for (let trial = 0; trial < 5 && !(await shown.isVisible()); trial++) {
      await person.lens('Since the last commit: 2 risks').first().click();
      await shown.waitFor({ timeout: 4_000 }).catch(() => undefined);
    }
    await shown.waitFor();
    await person.photographs('since-the-last-commit-risks');
    await person.page.keyboard.press('Escape');
  });

  it('reads at the line what would happen', async () => {
    await person.pointsAt('17.2');
    await person.page
      .locator('.monaco-hover:visible')
      .getByText('does not open the data directory of 16.4')
      .first()
      .waitFor();
    await person.photographs('since-the-last-commit-hover');
  });
});
