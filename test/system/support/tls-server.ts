import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCA, createCert } from 'mkcert'
import { KeptChild } from '../../../temporal/child.ts'
import { serverConfig, writeConfig } from '../../../temporal/config.ts'
import { answers, DEFAULT_NAMESPACE } from '../../../temporal/endpoint.ts'
import { binary } from '../../../temporal/parts.mjs'
import { choosePorts } from '../../../temporal/ports.ts'

const SERVER_NAME = 'temporal.duban.test'

/** Files of a self-made authority, a server and clients; and of a stranger whom nobody knows. */
export async function makeCertificates(folder: string) {
  mkdirSync(folder, { recursive: true })
  const about = { countryCode: 'CN', state: 'GD', locality: 'MZ', validity: 30 }
  const authority = (organization: string) => createCA({ organization, ...about })
  const [ca, stranger] = [await authority('Duban Test CA'), await authority('Stranger CA')]
  const write = (name: string, { key, cert }: { key: string; cert: string }) => {
    writeFileSync(join(folder, `${name}.key`), key, { mode: 0o600 })
    writeFileSync(join(folder, `${name}.pem`), cert)
    return { key: join(folder, `${name}.key`), cert: join(folder, `${name}.pem`) }
  }
  const issue = async (name: string, by: typeof ca, domains: string[], validity = 30) =>
    write(name, await createCert({ ca: by, domains, validity }))
  return {
    serverName: SERVER_NAME,
    ca: write('ca', ca).cert,
    strangerCa: write('stranger-ca', stranger).cert,
    server: await issue('server', ca, [SERVER_NAME]),
    client: await issue('client', ca, ['client.duban.test']),
    stranger: await issue('stranger', stranger, ['client.duban.test']),
    expired: await issue('expired', ca, ['client.duban.test'], -1),
  }
}
export type Certificates = Awaited<ReturnType<typeof makeCertificates>>

/** The real server, asking every client for a certificate of our authority. */
export async function startTlsServer(folder: string, certificates: Certificates) {
  const { ca, server, client, serverName } = certificates
  const ports = await choosePorts({ frontend: 1, ui: 1 } as never, () => undefined)
  const config = writeConfig(folder, ports, DEFAULT_NAMESPACE, { host: '127.0.0.1', port: ports.ui })
  const peer = { serverName, rootCaFiles: [ca] }
  const tls = {
    frontend: {
      server: { certFile: server.cert, keyFile: server.key, requireClientAuth: true, clientCaFiles: [ca] },
      client: peer,
    },
    systemWorker: { certFile: client.cert, keyFile: client.key, client: peer },
  }
  const plain = serverConfig(folder, ports) as { global: object }
  writeFileSync(config.server, JSON.stringify({ ...plain, global: { ...plain.global, tls } }, null, 2))
  const child = new KeptChild(
    {
      name: 'Temporal（TLS）',
      command: binary('temporal-server'),
      args: ['--allow-no-auth', '--config-file', config.server, 'start'],
      cwd: folder,
      logFile: join(folder, 'server.log'),
      stopMs: 15_000,
    },
    () => undefined,
    () => undefined,
  )
  await child.start()
  const address = `127.0.0.1:${ports.frontend}`
  for (let i = 0; i < 300 && !(await answers(address)); i += 1) await new Promise((r) => setTimeout(r, 100))
  return { address, child }
}
