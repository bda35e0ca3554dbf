import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'

export const VALUES = 'deploy/helm-values.yaml'
const root = fileURLToPath(new URL('../../../', import.meta.url))

const pathsIn = (value: unknown, under = ''): readonly string[] =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, below]) => {
        const path = under === '' ? key : `${under}.${key}`
        return [path, ...pathsIn(below, path)]
      })
    : []

/** Keys of deploy/helm-values.yaml that the chart neither documents nor asks for. */
export function unknownKeys(text: string = readFileSync(`${root}${VALUES}`, 'utf8')): readonly string[] {
  const lines = readFileSync(`${root}test/deploy/helm/chart-1.6.0.keys`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const known = new Set(lines)
  const open = lines.flatMap((line) => (line.endsWith('.*') ? [line.slice(0, -1)] : []))
  return pathsIn(parseDocument(text, { merge: true }).toJS({ maxAliasCount: -1 })).filter(
    (path) => !known.has(path) && !open.some((one) => path.startsWith(one)),
  )
}
