import type { ClientTool } from './tool.ts';

/** Programs of no engine that ask a server over the network. */
export const networkClients: readonly ClientTool[] = [
  {
    programs: ['curl'],
    host: [],
    port: [],
    password: ['u', 'user'],
    source: 'https://curl.se/docs/manpage.html',
  },
  {
    programs: ['wget'],
    host: [],
    port: [],
    password: ['password', 'http-password'],
    source: 'https://www.gnu.org/software/wget/manual/wget.html',
  },
  {
    programs: ['nc', 'ncat', 'netcat'],
    host: [],
    port: [],
    password: [],
    positional: ['host', 'port'],
    otherValues: ['w', 'q', 'i', 's', 'p'],
    flags: ['z', 'v', 'n', 'u', 'l', '4', '6'],
    source: 'https://man.openbsd.org/nc.1',
  },
];
