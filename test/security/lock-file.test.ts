import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Locked {
  readonly link?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
}
const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Locked>
}
const packages = Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link)

it('every package of the lock file is held to its hash, on every platform, and none names where it comes from', () => {
  expect(packages.length).toBeGreaterThan(100)
  expect(
    packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
  ).toEqual([])
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

it('of all packages only those that package.json names run a script when they are installed', () => {
  const { allowScripts } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { allowScripts: Record<string, boolean> }
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  const names = [...new Set(running.map((path) => path.replace(/^.*node_modules\//, '')))]
  expect(names.filter((name) => !allowScripts[name])).toEqual([])
  expect(Object.keys(allowScripts)).toHaveLength(4)
})
