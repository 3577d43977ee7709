import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../usage-error.ts';
import { configFile, protectionOf } from './production.ts';

describe('protected contexts on the command line', () => {
  let folder: string;
  const env = (more: Record<string, string> = {}) => ({ PLINTH_CONFIG: path.join(folder, 'config.yaml'), ...more });
  const of = (context: string, patterns: readonly string[] = [], more: Record<string, string> = {}) =>
    protectionOf(context, { patterns, env: env(more) });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plinth-production-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are none where nothing is said', async () => {
    assert.equal(await of('prod'), 'none');
    writeFileSync(env().PLINTH_CONFIG, '# nothing yet\n');
    assert.equal(await of('prod'), 'none');
  });

  it('are those of the option and of the variable, by patterns', async () => {
    assert.equal(await of('prod-eu', ['prod-*']), 'confirm');
    assert.equal(await of('staging', ['prod-*']), 'none');
    const variable = { PLINTH_PRODUCTION_CONTEXTS: 'live, prod-*' };
    assert.equal(await of('prod-eu', [], variable), 'confirm');
    assert.equal(await of('live', [], variable), 'confirm');
    assert.equal(await of('', [], { PLINTH_PRODUCTION_CONTEXTS: '' }), 'none');
  });

  it('are those of the file, and the strictest holds', async () => {
    writeFileSync(env().PLINTH_CONFIG, "contexts:\n  'prod-*': { protection: read-only, label: production }\n");
    assert.equal(await of('prod-eu', ['prod-*']), 'read-only');
    assert.equal(await of('staging'), 'none');
  });

  it('are not guessed from a file that cannot be read', async () => {
    for (const text of ['contexts: [', 'contexts: [prod]', 'contexts: { prod: read-only }', 'prod']) {
      writeFileSync(env().PLINTH_CONFIG, text);
      await assert.rejects(of('prod'), UsageError, text);
    }
    await assert.rejects(protectionOf('x', { patterns: [], env: { PLINTH_CONFIG: folder } }), UsageError);
  });

  it('stand where programs keep their settings', () => {
    assert.equal(configFile({ XDG_CONFIG_HOME: '/x' }), '/x/plinth/config.yaml');
    assert.match(configFile({ XDG_CONFIG_HOME: '' }), /\.config\/plinth\/config\.yaml$/u);
    assert.equal(configFile({ PLINTH_CONFIG: '/y', XDG_CONFIG_HOME: '/x' }), '/y');
  });
});
