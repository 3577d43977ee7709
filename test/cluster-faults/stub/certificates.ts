// Certificates for servers on loopback that are right, and wrong in each of the ways that people meet.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** An authority with certificates that it has signed. */
export interface Authority {
  readonly ca: string;
  /** For a server: `IP:127.0.0.1`. `days`: as OpenSSL's `-not_after`, negative for one that has expired. */
  server(name: string, answersTo: string, days?: number): Promise<Pair>;
  client(name: string): Promise<Pair>;
}

/** Makes an authority in a folder of the test, with the program `openssl`. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const file = (of: string, ending: string): string => join(folder, `${name}-${of}.${ending}`);
  const newKey = (of: string): Promise<unknown> =>
    run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file(of, 'key')]);
  await newKey('ca');
  const request = ['req', '-x509', '-new', '-days', '2', '-key', file('ca', 'key'), '-subj', `/CN=${name}`];
  await run('openssl', [...request, '-out', file('ca', 'crt')]);
  const issue = async (of: string, usage: string, days: number): Promise<Pair> => {
    await newKey(of);
    await run('openssl', [
      'req',
      '-new',
      '-key',
      file(of, 'key'),
      '-subj',
      `/O=tests/CN=${of}`,
      '-out',
      file(of, 'csr'),
    ]);
    await writeFile(file(of, 'ext'), usage);
    const signing = ['-CA', file('ca', 'crt'), '-CAkey', file('ca', 'key'), '-CAcreateserial', '-days', String(days)];
    await run('openssl', [
      'x509',
      '-req',
      '-in',
      file(of, 'csr'),
      ...signing,
      '-extfile',
      file(of, 'ext'),
      '-out',
      file(of, 'crt'),
    ]);
    return { cert: await readFile(file(of, 'crt'), 'utf8'), key: await readFile(file(of, 'key'), 'utf8') };
  };
  return {
    ca: await readFile(file('ca', 'crt'), 'utf8'),
    server: (of, answersTo, days = 2) => issue(of, `extendedKeyUsage=serverAuth\nsubjectAltName=${answersTo}\n`, days),
    client: (of) => issue(of, 'extendedKeyUsage=clientAuth\n', 2),
  };
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
