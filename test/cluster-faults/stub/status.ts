import type { ServerResponse } from 'node:http';

const REASONS: Readonly<Record<number, string>> = { 403: 'Forbidden', 404: 'NotFound', 410: 'Expired' };

/** The API's own error object. */
export const statusOf = (code: number, message: string): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: REASONS[code] ?? 'InternalError',
  code,
});

/** Answers with a code and a Status. */
export function refusal(response: ServerResponse, code: number, message: string): void {
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(statusOf(code, message)));
}
