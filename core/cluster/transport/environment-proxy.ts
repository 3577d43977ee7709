import { isIPv4 } from 'node:net';

type Env = Readonly<Record<string, string | undefined>>;

const either = (env: Env, name: string): string | undefined => {
  const value = env[name] ?? env[name.toLowerCase()];
  return value === undefined || value === '' ? undefined : value;
};

/**
 * The proxy that HTTPS_PROXY (HTTP_PROXY for http) names for a server; undefined where there is none, or NO_PROXY takes the server out. As Go's
 * net/http does it, and with it kubectl: https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function environmentProxy(server: string, env: Env): string | undefined {
  if (!URL.canParse(server)) return undefined;
  const url = new URL(server);
  const proxy = either(env, url.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY');
  if (proxy === undefined || isExempt(url, either(env, 'NO_PROXY') ?? '')) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(proxy) ? proxy : `http://${proxy}`;
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/gu, '');
  if (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(host)) return true;
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port;
  return list
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .some((part) => part !== '' && matches(part, host, port));
}

function matches(part: string, host: string, port: string): boolean {
  if (part === '*') return true;
  if (part.includes('/')) return inNetwork(host, part);
  const [, name = part, wantedPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/u.exec(part) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const plain = name.replace(/^\[|\]$/gu, '').replace(/^\*/u, '');
  // «.example.com» is for names below only; «example.com» is for itself, too.
  return plain.startsWith('.') ? host.endsWith(plain) : host === plain || host.endsWith(`.${plain}`);
}

/** CIDR of IPv4; others do not match. */
function inNetwork(host: string, cidr: string): boolean {
  const [base = '', bits = ''] = cidr.split('/');
  if (!isIPv4(host) || !isIPv4(base) || !/^\d+$/u.test(bits) || Number(bits) > 32) return false;
  const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(host) / size) === Math.floor(number(base) / size);
}
