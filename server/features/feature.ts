import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from '../session/session.ts';

/** Registers the handlers of one request (or of a few that belong together), and gives what the server says of itself because of them. */
export type Feature = (session: Session) => ServerCapabilities;
