import { spawnSync } from 'node:child_process'
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { RETENTION_DAYS } from '../../temporal/namespace.ts'
import { VERSIONS } from '../../temporal/parts.mjs'
import { unknownKeys } from './helm/keys.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const text = (file: string): string => readFileSync(join(root, file), 'utf8')

type Node = { readonly [key: string]: never }

/** The documents of a YAML file, with every alias resolved; throws for bad YAML. */
function documents(file: string): readonly Node[] {
  return parseAllDocuments(text(file), { merge: true }).map((document) => {
    if ('errors' in document && document.errors.length > 0) throw document.errors[0]
    return (document as { toJS(): Node }).toJS()
  })
}

const files = readdirSync(join(root, 'deploy')).filter((file) => file.endsWith('.yaml'))

describe('deploy/', () => {
  it.each(files)('%s is YAML, with no anchor or key wrong', (file) => {
    expect(documents(`deploy/${file}`).length).toBeGreaterThan(0)
  })

  it('names the versions of server, tools and UI that are built and tested here', () => {
    const [compose] = documents('deploy/compose.yaml') as unknown as [
      { services: Record<string, { image: string }> },
    ]
    const images = Object.values(compose.services).map((service) => service.image)
    expect(images).toContain(`temporalio/server:${VERSIONS.server}`)
    expect(images).toContain(`temporalio/admin-tools:${VERSIONS.server}`)
    expect(images).toContain(`temporalio/ui:${VERSIONS.ui}`)
    const [helm] = documents('deploy/helm-values.yaml') as unknown as [
      Record<string, { image: { tag: string } }>,
    ]
    expect([helm.server?.image.tag, helm.admintools?.image.tag, helm.web?.image.tag]).toEqual([
      VERSIONS.server,
      VERSIONS.server,
      VERSIONS.ui,
    ])
  })

  it('keeps histories as long as the code does', () => {
    const [helm] = documents('deploy/helm-values.yaml') as unknown as [
      { server: { config: { namespaces: { namespace: { retention: string }[] } } } },
    ]
    expect(helm.server.config.namespaces.namespace.map((n) => n.retention)).toEqual([`${RETENTION_DAYS}d`])
  })

  it('sets no variable that nothing reads', () => {
    const set = new Set(files.flatMap((file) => text(`deploy/${file}`).match(/\bDUBAN_[A-Z_]+/g) ?? []))
    const code = spawnSync('git', ['grep', '--untracked', '-hoE', 'DUBAN_[A-Z_]+', '--', '*.ts', ':!test'], {
      cwd: root,
    })
    const read = new Set(code.stdout.toString().split('\n'))
    expect(set.size).toBeGreaterThan(4)
    expect([...set].filter((name) => !read.has(name))).toEqual([])
  })

  it('asks for every choice that has no default, and holds no password', () => {
    const compose = text('deploy/compose.yaml')
    const asked = [...compose.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name)
    const example = text('deploy/example.env')
    for (const name of asked) expect(example).toContain(`${name}=`)
    expect(example).toMatch(/^POSTGRES_PASSWORD=$/m)
    for (const file of files)
      expect(text(`deploy/${file}`)).not.toMatch(/(?:password|PASSWORD|PWD): *["']?[A-Za-z0-9]{3,}["']?$/m)
  })

  it('runs files that are there', () => {
    for (const [file, places] of [
      [
        'deploy/compose.yaml',
        ['worker/main.ts', 'bin/duban.mjs', 'deploy/temporal-schema.sh', 'deploy/Dockerfile'],
      ],
      ['deploy/duban.yaml', ['bin/duban.mjs']],
    ] as const)
      for (const place of places) {
        expect(`${text(file)}${text('deploy/Dockerfile')}`).toContain(place.split('/').at(-1))
        expect(text(place).length).toBeGreaterThan(0)
      }
    expect(spawnSync('sh', ['-n', join(root, 'deploy/temporal-schema.sh')]).status).toBe(0)
  })

  it('gives a key to the server to the worker, the web process and operators, each its own, and publishes the proxy alone', () => {
    const [{ services }] = documents('deploy/compose.yaml') as unknown as [
      {
        services: Record<
          string,
          { volumes?: string[]; ports?: string[]; environment?: Record<string, string> }
        >
      },
    ]
    const mounts = Object.entries(services).flatMap(([name, { volumes = [] }]) =>
      volumes.flatMap((volume) =>
        /^keys-(\w+):\/keys:ro$/.test(volume) ? [[name, volume.split(':')[0]]] : [],
      ),
    )
    expect(Object.fromEntries(mounts)).toEqual({
      temporal: 'keys-server',
      'temporal-ui': 'keys-ui',
      'duban-prepare': 'keys-operator',
      duban: 'keys-worker',
      web: 'keys-web',
      proxy: 'keys-proxy',
      operator: 'keys-operator',
    })
    const published = Object.entries(services).flatMap(([name, { ports }]) => (ports ? [name] : []))
    expect(published).toEqual(['proxy'])
    const server = text('deploy/temporal.yaml.template')
    expect(server).toMatch(/authorizer: default\n {4}claimMapper: default/)
    // Beyond the container only the frontend that asks for a token is heard.
    expect(server.match(/bindOnIP: (?!127\.0\.0\.1)/g)).toHaveLength(1)
    const [helm] = documents('deploy/helm-values.yaml') as unknown as [
      { server: { config: { authorization: object }; tls: { frontend: { enabled: boolean } } } },
    ]
    expect(helm.server.config.authorization).toMatchObject({ authorizer: 'default', claimMapper: 'default' })
    expect(helm.server.tls.frontend.enabled).toBe(true)
  })

  it('says nothing to the chart that it does not know; a slip of the pen is found', () => {
    expect(unknownKeys()).toEqual([])
    const slip = text('deploy/helm-values.yaml').replace('numHistoryShards:', 'numHistoryShard:')
    expect(unknownKeys(slip)).toEqual(['server.config.persistence.numHistoryShard'])
  })

  it('manifests fit together: what is mounted is there, what is selected is so named, ports by name are', () => {
    interface Container {
      readonly ports?: readonly { name: string }[]
      readonly volumeMounts?: readonly { name: string }[]
      readonly livenessProbe?: object
      readonly readinessProbe?: object
    }
    // biome-ignore lint/suspicious/noExplicitAny: manifests are looked at field by field
    const all = documents('deploy/duban.yaml') as readonly any[]
    const of = (kind: string) => all.filter((one) => one.kind === kind)
    const named = (kind: string) => new Set(of(kind).map((one) => one.metadata.name))
    const pods = [...of('Deployment'), ...of('Job')].map(({ metadata, spec }) => ({
      metadata,
      spec,
      pod: spec.template.spec,
    }))
    expect(pods.length).toBe(3)
    for (const { metadata, spec, pod } of pods) {
      const volumes = new Set(pod.volumes.map((one: { name: string }) => one.name))
      for (const one of pod.volumes)
        if (one.persistentVolumeClaim)
          expect(named('PersistentVolumeClaim')).toContain(one.persistentVolumeClaim.claimName)
      for (const container of pod.containers as readonly Container[]) {
        for (const { name } of container.volumeMounts ?? [])
          expect([metadata.name, volumes.has(name)]).toEqual([metadata.name, true])
        const ports = new Set((container.ports ?? []).map(({ name }) => name))
        const probes = JSON.stringify([container.livenessProbe, container.readinessProbe])
        for (const [, port] of probes.matchAll(/"port":"(\w+)"/g)) expect(ports).toContain(port)
      }
      if (spec.selector) expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels)
      expect(pod.securityContext.runAsNonRoot).toBe(true)
    }
    for (const { spec } of of('Service'))
      expect(pods.some((one) => one.spec.template.metadata?.labels?.app === spec.selector.app)).toBe(true)
    for (const { spec } of of('Ingress'))
      for (const { http } of spec.rules)
        for (const { backend } of http.paths) expect(named('Service')).toContain(backend.service.name)
  })

  it('keys.mjs makes tokens that let each do no more than it has to, and keeps what is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'duban-keys-'))
    const make = () =>
      spawnSync(process.execPath, [join(root, 'deploy/keys.mjs'), folder, 'office', 'wang'], {
        encoding: 'utf8',
      })
    const read = (file: string) => readFileSync(join(folder, file), 'utf8')
    const first = make()
    expect([first.status, first.stderr]).toEqual([0, ''])
    const kept = ['authority/ca.pem', 'server/server.pem', 'server/jwks.json'].map(read)
    expect(make().status).toBe(0)
    expect(['authority/ca.pem', 'server/server.pem', 'server/jwks.json'].map(read)).toEqual(kept)
    const [key] = (JSON.parse(read('server/jwks.json')) as { keys: [JsonWebKey] }).keys
    const grants = (file: string) => {
      const [, token = ''] = /(eyJ[\w.-]+)/.exec(read(file)) ?? []
      const [head = '', body = '', seal = ''] = token.split('.')
      const publicKey = createPublicKey({ key, format: 'jwk' })
      expect(
        verify('RSA-SHA256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(seal, 'base64url')),
      ).toBe(true)
      return JSON.parse(Buffer.from(body, 'base64url').toString()).permissions
    }
    expect(grants('worker/temporal.toml')).toEqual(['office:write', 'temporal-system:read'])
    expect(grants('web/temporal.toml')).toEqual(['office:write', 'temporal-system:read'])
    expect(grants('operator/wang.toml')).toEqual(['office:admin', 'temporal-system:admin'])
    expect(grants('proxy/ui-token.conf')).toEqual(['office:read', 'temporal-system:read'])
    expect(JSON.stringify(key)).not.toContain('"d"')
    for (const who of ['authority', 'server', 'worker', 'web', 'operator', 'proxy'])
      expect(statSync(join(folder, who)).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  }, 180_000)

  it('keeps history, modules, data, tests and keys of the machine out of the image', () => {
    const left = text('.dockerignore').split('\n')
    for (const name of ['.git', 'node_modules', 'data', 'test', 'deploy/keys', 'deploy/.env'])
      expect(left).toContain(name)
  })
})
