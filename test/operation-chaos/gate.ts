// A gate before the object store: slow, so that one can close it half-way.
import type { Practice } from '../cluster/practice.ts';
import { isReady } from '../cluster/practice.ts';

/** What a client is told to go to. */
export const ENDPOINT = 'http://gate:9000';

/** Lets so many bytes a tenth of a second through in each direction. */
const PIECE = 48 * 1024;

const PROGRAM = `
const net = require('node:net');
const slowly = (from, to) => {
  from.on('data', (chunk) => {
    from.pause();
    let at = 0;
    const next = () => {
      if (at >= chunk.length) return from.resume();
      to.write(chunk.subarray(at, at += ${String(PIECE)}));
      setTimeout(next, chunk.length > ${String(PIECE)} ? 100 : 0);
    };
    next();
  });
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
};
net.createServer((client) => {
  const store = net.connect(9000, 's3.object-storage');
  slowly(client, store);
  slowly(store, client);
}).listen(9000);
`;

/** Opens the gate, and waits until it is there. */
export async function openGate({ here }: Practice): Promise<void> {
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'gate', labels: { app: 'gate' } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: 'gate',
            image: 'node:22',
            command: ['node', '--eval', PROGRAM],
            readinessProbe: { tcpSocket: { port: 9000 }, periodSeconds: 1 },
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'gate' },
      spec: { selector: { app: 'gate' }, ports: [{ port: 9000 }] },
    },
  ];
  await here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await isReady(here, 'gate');
}

/** Closes it: whatever goes through breaks off, and nothing answers any more. */
export async function closeGate({ here }: Practice): Promise<void> {
  await here(['delete', 'pod', 'gate', '--grace-period=0', '--force', '--ignore-not-found']);
}
