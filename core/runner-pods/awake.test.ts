import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { awakeCommand, canStayAwake, stayAwake } from './awake.ts';

describe('keeping a machine awake', function () {
  if (process.platform === 'win32') return;
  let folder: string;
  let program: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-awake-'));
    program = join(folder, 'inhibit');
    // In place of the system's own: holds while the program that it is given runs.
    await writeFile(
      program,
      `#!/bin/sh\necho on > ${folder}/state\n"$@"\ncode=$?\necho off > ${folder}/state\nexit $code\n`,
      {
        mode: 0o700,
      },
    );
  });
  after(() => rm(folder, { recursive: true }));
  const becomes = async (state: string): Promise<void> => {
    for (let tries = 0; tries < 50; tries++) {
      if ((await readFile(join(folder, 'state'), 'utf8').catch(() => '')).trim() === state) return;
      await pause(50);
    }
    assert.fail(`it is not ${state}`);
  };

  it('lasts until it is let go', async () => {
    const letGo = stayAwake([program]);
    await becomes('on');
    letGo();
    await becomes('off');
  });

  it('is tried before it is promised', async () => {
    assert.equal(await canStayAwake([program]), true);
    assert.equal(await canStayAwake([join(folder, 'missing')]), false);
    assert.equal(await canStayAwake(['false']), false);
    stayAwake([join(folder, 'missing')])();
  });

  it('has a way on macOS and Linux', () => {
    assert.equal(awakeCommand('darwin')?.[0], 'caffeinate');
    assert.equal(awakeCommand('linux')?.[0], 'systemd-inhibit');
    assert.equal(awakeCommand('win32'), undefined);
  });
});
