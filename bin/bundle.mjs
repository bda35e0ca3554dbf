// The command line and the worker as plain JavaScript: made from the sources by esbuild, kept beside the dependencies,
// and made anew when a source changes. Compiling TypeScript at every call cost two seconds.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'duban')
/** Folders that hold nothing of it. */
const ELSEWHERE = /^(?:\.|node_modules$|data$|docs$|test$|deploy$)/

/** The sources below a folder, from `base`. Looked through at every call: as little as can be is done for each. */
function sources(base, folder = '', found = []) {
  for (const entry of readdirSync(`${base}/${folder}`, { withFileTypes: true })) {
    const { name } = entry
    if (entry.isDirectory()) {
      if (folder !== '' || !ELSEWHERE.test(name)) sources(base, `${folder}${name}/`, found)
    } else if (
      ['.ts', '.tsx', '.mjs', '.cjs'].some((end) => name.endsWith(end)) ||
      (folder === '' && (name === 'package.json' || name === 'package-lock.json'))
    )
      found.push(folder + name)
  }
  return found
}

/** Of all sources below a folder, by content, whatever their times say: a checkout and a container's layers have others. */
export function fingerprint(base) {
  const hash = createHash('sha1').update(`${base} ${process.version}\n`)
  for (const file of sources(base).sort()) hash.update(`\n${file}\n`).update(readFileSync(join(base, file)))
  return hash.digest('hex').slice(0, 16)
}

/** Sources that were written to this lately may be written to again without another time. */
const SETTLED_MS = 2_000

/**
 * Size, place and time of every source, the time that no program can set: the same again, and nobody has written to any
 * since. Half of what reading them all costs. Null while one of them is too new to be known by that.
 */
export function marks(base, now = Date.now()) {
  let text = `${base} ${process.version}\n`
  for (const file of sources(base)) {
    const { size, ctimeMs, ino } = statSync(`${base}/${file}`)
    if (ctimeMs > now - SETTLED_MS) return null
    text += `${file} ${size} ${ctimeMs} ${ino}\n`
  }
  return createHash('sha1').update(text).digest('hex')
}

const seen = join(cache, 'seen.json')

/** The name of what is made of the sources as they are now: as it was last, where nobody has written to them. */
function nameNow() {
  const now = marks(root)
  if (now === null) return fingerprint(root)
  try {
    const last = JSON.parse(readFileSync(seen, 'utf8'))
    if (last.marks === now) return last.name
  } catch {
    // Not there yet, or torn.
  }
  const name = fingerprint(root)
  try {
    writeFileSync(`${seen}.${process.pid}`, JSON.stringify({ marks: now, name }))
    renameSync(`${seen}.${process.pid}`, seen)
  } catch {
    // A folder that cannot be written, or is not there yet: they are read again the next time.
  }
  return name
}

/** `import.meta.url` of a source is the source's, not the bundle's: seeds and workflows are found by it. */
const inPlace = {
  name: 'in-place',
  setup(build) {
    build.onLoad({ filter: /\.[mc]?[tj]s$/ }, ({ path }) => {
      if (path.includes('node_modules')) return
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: text.replaceAll('import.meta.url', url), loader: path.endsWith('.ts') ? 'ts' : 'js' }
    })
  },
}

const banner = {
  js: `import{createRequire as dubanRequire}from'node:module';const require=dubanRequire(${JSON.stringify(import.meta.url)});`,
}
const shared = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  outExtension: { '.js': '.mjs' },
  legalComments: 'none',
  logLevel: 'silent',
  plugins: [inPlace],
}

async function make(folder) {
  const { build } = await import('esbuild')
  await Promise.all([
    build({
      ...shared,
      banner,
      minifyWhitespace: true,
      minifySyntax: true,
      entryPoints: { main: 'client/cli/main.ts' },
      outdir: join(folder, 'cli'),
      // Native code, and what is run from its own files.
      external: [
        'better-sqlite3',
        'pg-native',
        'esbuild',
        'tsx',
        'tsx/*',
        '@temporalio/worker',
        '@temporalio/core-bridge',
        '@node-rs/argon2',
      ],
    }),
    ...['worker', 'web'].map((room) =>
      build({
        ...shared,
        entryPoints: { main: `${room}/main.ts` },
        outdir: join(folder, room),
        packages: 'external',
      }),
    ),
  ])
  const { manifest } = await import(pathToFileURL(join(folder, 'cli', 'main.mjs')).href)
  writeFileSync(join(folder, 'verbs.json'), JSON.stringify(await manifest()))
}

/** What was made of sources that are no more: three are kept, for processes that still run of one. */
function sweep() {
  const folders = readdirSync(cache, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, made: statSync(join(cache, name)).mtimeMs }))
  for (const { name } of folders.sort((a, b) => b.made - a.made).slice(3))
    rmSync(join(cache, name), { recursive: true, force: true })
}

/**
 * The folder of the bundle of the sources as they are now, made if it is missing; null where it can't be made (a
 * source with an error, a folder that can't be written): then the sources are run themselves. DUBAN_SOURCE=1 asks for
 * that.
 */
export async function bundled() {
  if (process.env.DUBAN_SOURCE === '1') return null
  const folder = join(cache, nameNow())
  if (existsSync(folder)) return folder
  const half = `${folder}.${process.pid}.half`
  try {
    mkdirSync(half, { recursive: true, mode: 0o700 })
    await make(half)
    renameSync(half, folder)
    sweep()
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (process.env.DUBAN_DEBUG) process.stderr.write(`bundle: ${error.message}\n`)
  }
  return existsSync(folder) ? folder : null
}
