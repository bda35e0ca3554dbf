import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { RETENTION_DAYS } from '../../temporal/namespace.ts'
import { VERSIONS } from '../../temporal/versions.ts'

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
})
