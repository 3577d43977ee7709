import assert from 'node:assert/strict';
import type { ApiObject } from '../../cluster/connection.ts';
import { readRecord, recordText, STOPPED, type StopRecord } from './record.ts';

const RECORD: StopRecord = {
  schema: 1,
  operation: 'k3v9x2ab',
  at: 1_795_394_166_288,
  replicas: 3,
  start: 0,
  primary: 'orders-1',
  members: [{ name: 'orders-1', role: 'primary' }],
  followDoor: true,
  claims: [{ name: 'data-orders-1', uid: 'a' }],
  services: ['orders-primary'],
  rest: { position: '0/3000148' },
};

const noted = (text?: string): ApiObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'orders', annotations: text === undefined ? {} : { [STOPPED]: text } },
});

describe('the record of a stop', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readRecord(noted(recordText(RECORD))), RECORD);
  });

  it('is none where there is none, where it is no JSON, of another version, or in parts', () => {
    const parts = { ...RECORD, claims: undefined };
    for (const [text, why] of [
      [undefined, /not stopped by Plinth/u],
      ['{', /no JSON/u],
      ['null', /another version/u],
      [JSON.stringify({ ...RECORD, schema: 2 }), /another version/u],
      [JSON.stringify(parts), /missing/u],
    ] as const) {
      const found = readRecord(noted(text));
      assert.match(typeof found === 'string' ? found : 'a record', why, text);
    }
  });
});
