// Which unit tests are run in three time zones: those that reach a module which may ask the machine for its zone, and
// whose run did (zone-watch.mjs).
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

/** What depends on the zone of the process, or may: JavaScript's dates, other processes, the zone itself. */
const ZONED =
  /\bnew Date\b|\bDate\.|\bIntl\.|\.toLocale|node:child_process|node:worker_threads|\bTZ\b|\bfc\.date\b/
/** The same of a package. */
const LOCAL =
  /getTimezoneOffset|\.get(?:Date|Hours|Day|Month|FullYear)\(|DateTimeFormat|toLocale(?:Date|Time)?String/
const IMPORTS =
  /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/gm
/** Packages that could, with why they do not: times of zip entries are never read; fc.date stands in ZONED. */
const HARMLESS = new Set(['vitest', 'fflate', 'fast-check'])
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

const under = (folder, fits) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory()
      ? entry.name === 'node_modules'
        ? []
        : under(path, fits)
      : fits(path)
        ? [path]
        : []
  })

/** The unit test files of a checkout. */
export const unitTests = (root) =>
  under(
    join(root, 'test'),
    (path) => path.endsWith('.test.ts') && !relative(root, path).startsWith('test/system/'),
  ).map((path) => relative(root, path))

/** The unit tests of a checkout, and which of them reach something that depends on the zone, with what they reach. */
export function zonedTests(root) {
  const modules = new Map()
  const module = (file) => {
    const known = modules.get(file)
    if (known) return known
    const text = readFileSync(file, 'utf8').replace(COMMENTS, '')
    const named = [...text.matchAll(IMPORTS)].map(([, name, called]) => name ?? called)
    const made = {
      zoned: ZONED.test(text),
      own: named.filter((name) => name.startsWith('.')).map((name) => resolve(dirname(file), name)),
      packages: named.filter((name) => !/^\.|^node:/.test(name)),
    }
    modules.set(file, made)
    return made
  }
  const packages = new Map()
  const require = createRequire(join(root, 'package.json'))
  const localPackage = (name) => {
    const base = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]
    if (!packages.has(base)) {
      const folder = require.resolve
        .paths(base)
        ?.map((path) => join(path, base))
        .find((path) => statSync(path, { throwIfNoEntry: false }))
      const sources = folder ? under(folder, (path) => /\.[cm]?js$/.test(path)) : []
      packages.set(base, !folder || sources.some((path) => LOCAL.test(readFileSync(path, 'utf8'))))
    }
    return packages.get(base)
  }
  /** What makes a file zoned: a module that it reaches, or a package; null: nothing. */
  const because = (test) => {
    const seen = new Set([test])
    const queue = [test]
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue
      if (!/\.[cm]?[jt]sx?$/.test(file)) continue
      const { zoned, own, packages: used } = module(file)
      if (zoned) return relative(root, file)
      const local = used.find((name) => !HARMLESS.has(name) && localPackage(name))
      if (local !== undefined) return local
      for (const next of own) if (!seen.has(next)) queue.push(next) && seen.add(next)
    }
    return null
  }
  const all = unitTests(root).map((path) => join(root, path))
  const zoned = all.flatMap((path) => {
    const why = because(path)
    return why === null ? [] : [[relative(root, path), why]]
  })
  return { all: all.map((path) => relative(root, path)), zoned: new Map(zoned) }
}

/**
 * Of the files that may, those that did, or whose processes did: as a run under zone-watch.mjs wrote it down. Without
 * such a run, all that may.
 */
export function askedForZone(root, written, zoned) {
  if (written === '') return [...zoned.keys()]
  const asked = new Set(written.split('\n').map((line) => relative(root, line.split('\t')[0])))
  return [...zoned.keys()].filter((file) => asked.has(file))
}
