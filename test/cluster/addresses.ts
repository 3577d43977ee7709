/**
 * Addresses. All but the last two exist only inside of the node's network namespace, which no interface of this machine
 * leads into.
 */
export const NODE_NAME = 'plinth';
export const NODE_ADDRESS = '192.168.127.1';
export const POD_RANGE = '10.244.0.0/24';
export const SERVICE_RANGE = '10.96.0.0/16';
export const API_SERVICE = '10.96.0.1';
export const DNS_SERVICE = '10.96.0.10';
export const API_PORT = 6443;
export const S3_PORT = 7070;

/**
 * Where this machine's loopback reaches the API server and the S3 server. A second cluster beside the first has a state
 * (`PLINTH_CLUSTER_STATE`) and ports of its own.
 */
export const OUTSIDE_API = `127.0.0.1:${process.env['PLINTH_CLUSTER_API_PORT'] ?? '16443'}`;
export const OUTSIDE_S3 = `127.0.0.1:${process.env['PLINTH_CLUSTER_S3_PORT'] ?? '17070'}`;
