import { cloudNativePg } from './cloudnative-pg/index.ts';
import { eck } from './eck/index.ts';
import { mariadbOperator } from './mariadb-operator/index.ts';
import { mongodbCommunity } from './mongodb-community/index.ts';
import type { Operator } from './operator.ts';
import { perconaPg } from './percona-pg/index.ts';
import { perconaPsmdb } from './percona-psmdb/index.ts';
import { perconaPxc } from './percona-pxc/index.ts';
import { zalando } from './zalando/index.ts';

export type { BackupKind, CustomKind, Operator, Told } from './operator.ts';
export { roleByLabel } from './labels.ts';

/** Operators whose custom resources Plinth reads. None of them runs on the practice cluster: their statuses are read as documented. */
export const operators: readonly Operator[] = [
  cloudNativePg,
  zalando,
  perconaPg,
  perconaPxc,
  perconaPsmdb,
  mariadbOperator,
  mongodbCommunity,
  eck,
];

/** The operator whose custom resource this is, by its `apiVersion` (any version of the group) and `kind`. */
export function operatorOf(apiVersion: string, kind: string): Operator | undefined {
  const group = apiVersion.split('/')[0];
  return operators.find(({ resource }) => resource.group === group && resource.kind === kind);
}
