import type { Rule } from '../rule.ts';
import { aggressiveLiveness } from './aggressive-liveness.ts';
import { dependsOnPeer } from './depends-on-peer.ts';
import { missingLiveness } from './missing-liveness.ts';
import { missingReadiness } from './missing-readiness.ts';
import { missingStartup } from './missing-startup.ts';
import { passwordVisible } from './password-visible.ts';
import { tcpOnly } from './tcp-only.ts';
import { timeoutOverPeriod } from './timeout-over-period.ts';
import { wrongPort } from './wrong-port.ts';

/** The area probes/: whether Kubernetes can tell a serving database from a starting, busy or dead one. */
export const probesRules: readonly Rule[] = [
  aggressiveLiveness,
  dependsOnPeer,
  missingLiveness,
  missingReadiness,
  missingStartup,
  passwordVisible,
  tcpOnly,
  timeoutOverPeriod,
  wrongPort,
];
