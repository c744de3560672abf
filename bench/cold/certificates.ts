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

/** An authority that lives for a day, and a certificate of it for 127.0.0.1. */
export async function createCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'))
  const at = (name: string) => join(folder, name)
  const openssl = (line: string) => runOpenssl(line.split(' '), folder)
  await writeFile(at('extensions'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n')
  // RSA, as the endpoints of AWS have it: what a signature costs to check depends on its kind.
  await openssl('req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=authority -keyout ca.key -out ca.pem')
  await openssl('req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout key.pem -out request')
  await openssl('x509 -req -in request -CA ca.pem -CAkey ca.key -days 1 -extfile extensions -out cert.pem')
  return {
    authorityFile: at('ca.pem'),
    key: await readFile(at('key.pem'), 'utf8'),
    certificate: await readFile(at('cert.pem'), 'utf8'),
    remove: () => rm(folder, { recursive: true }),
  }
}

async function runOpenssl(parameters: readonly string[], cwd: string): Promise<void> {
  try {
    await promisify(execFile)('openssl', parameters, { cwd })
  } catch (cause) {
    throw new Error('openssl is needed to make the certificates of the stand-ins: apt-get install openssl', {
      cause,
    })
  }
}
