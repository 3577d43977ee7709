import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key with a certificate that vouches for itself, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`));

// Object identifiers, encoded: https://www.rfc-editor.org/rfc/rfc5280 (names, extensions), RFC 5758 (signature).
const ECDSA_WITH_SHA256 = identifier('2a8648ce3d040302');
const COMMON_NAME = identifier('550403');
const BASIC_CONSTRAINTS = identifier('551d13');
const SUBJECT_ALTERNATIVE_NAME = identifier('551d11');
const TRUE = der(0x01, Buffer.from([0xff]));

const extension = (name: Buffer, value: Buffer, ...critical: readonly Buffer[]): Buffer =>
  sequence(name, ...critical, der(0x04, value));

/**
 * A certificate for 127.0.0.1 and localhost, good for a day, that is its own authority. Node makes keys but no certificates, and tests should need
 * no other program: so its few fields are written here (RFC 5280, section 4.1).
 */
export function makeCertificate(now = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('plinth-api-proxy')))));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const hour = 3_600_000;
  const facts = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(time(new Date(now.getTime() - hour)), time(new Date(now.getTime() + 24 * hour))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension(BASIC_CONSTRAINTS, sequence(TRUE), TRUE),
        extension(
          SUBJECT_ALTERNATIVE_NAME,
          sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
        ),
      ),
    ),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', facts, privateKey)]);
  const whole = sequence(facts, sequence(ECDSA_WITH_SHA256), der(0x03, signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`,
  };
}
