import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Certificates = {
  /** File with the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly authorityFile: string
  readonly key: string
  readonly certificate: string
  remove(): Promise<void>
}

/** RSA, as the endpoints of AWS have it: what a signature costs to check depends on its kind. */
const newKey = ['-newkey', 'rsa:2048', '-nodes']

/** An authority that lives for a day, and a certificate of it for 127.0.0.1. */
export async function createCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'))
  const at = (name: string) => join(folder, name)
  await writeFile(at('extensions'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n')
  await runOpenssl([
    'req',
    '-x509',
    ...newKey,
    '-days',
    '1',
    '-subj',
    '/CN=bench authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  ])
  await runOpenssl([
    'req',
    ...newKey,
    '-subj',
    '/CN=127.0.0.1',
    '-keyout',
    at('key.pem'),
    '-out',
    at('request'),
  ])
  await runOpenssl([
    'x509',
    '-req',
    '-in',
    at('request'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '1',
    '-extfile',
    at('extensions'),
    '-out',
    at('certificate.pem'),
  ])
  return {
    authorityFile: at('ca.pem'),
    key: await readFile(at('key.pem'), 'utf8'),
    certificate: await readFile(at('certificate.pem'), 'utf8'),
    remove: () => rm(folder, { recursive: true }),
  }
}

async function runOpenssl(parameters: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('openssl', parameters)
  } catch (cause) {
    throw new Error('openssl is needed to make the certificates of the stand-ins: apt-get install openssl', {
      cause,
    })
  }
}
