// Loaded into every process of a test run (--import): says in DUBAN_ZONE_WATCH which test files asked the machine for
// its time zone, themselves or by a process that they started. Those alone are run again in other zones.
import child from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import threads from 'node:worker_threads'

const log = process.env.DUBAN_ZONE_WATCH
/** The test file that runs here, or that a process was started for. */
const testFile = () => globalThis.__vitest_worker__?.filepath ?? process.env.DUBAN_ZONE_FILE
/** Nobody reads the hours of these: times of entries in containers, ours and a table's; and a thread that only compiles. */
const HARMLESS =
  /node_modules\/(?:fflate|esbuild)\/|\/@e965\/xlsx\/.* (?:rebuild_cfb|write_dos_date|parse_dos_date)$/
/** Programs that have no zone, or hand all that they are told on to their children. */
const ZONELESS = new Set(['node', 'sh', 'bash', 'esbuild', 'tsc', basename(process.execPath)])

/** Where a call comes from, but for the frames of this file; cheap: a package that is left alone may ask ten thousand times. */
function caller() {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.prepareStackTrace = (_, frames) =>
    frames.map((frame) => `${frame.getFileName()}:${frame.getLineNumber()} ${frame.getFunctionName() ?? ''}`)
  Error.stackTraceLimit = 6
  const { stack } = new Error()
  Object.assign(Error, { prepareStackTrace, stackTraceLimit })
  return stack.find((place) => !place.includes('zone-watch.mjs')) ?? ''
}

const told = new Set()
function tell(what) {
  const file = testFile()
  if (!file || told.has(file)) return
  const from = caller()
  if (HARMLESS.test(from)) return
  told.add(file)
  appendFileSync(log, `${file}\t${what}\t${from}\n`)
}

/** What the language reads in the zone of the process: no zone said, and more than a day. */
const isLocal = (text) =>
  typeof text === 'string' &&
  !/^\s*[+-]?\d{4,6}(?:-\d\d(?:-\d\d)?)?\s*$|(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\s*$/i.test(text)

function watchDates() {
  const Real = Date
  const asksZone = (args) => args[1]?.timeZone === undefined
  for (const name of Object.getOwnPropertyNames(Real.prototype)) {
    const real = Real.prototype[name]
    const utc =
      /UTC|ISO|GMT|JSON|^(?:constructor|valueOf|[gs]etTime|get(?:Milliseconds|Seconds)|setMilliseconds)$/.test(
        name,
      )
    if (utc || typeof real !== 'function') continue
    Real.prototype[name] = {
      [name](...args) {
        if (!name.startsWith('toLocale') || asksZone(args)) tell(`Date.${name}`)
        return real.apply(this, args)
      },
    }[name]
  }
  const { parse } = Real
  Real.parse = (text) => {
    if (isLocal(text)) tell('Date.parse')
    return parse(text)
  }
  globalThis.Date = new Proxy(Real, {
    construct(target, args, as) {
      if (args.length > 1 || isLocal(args[0])) tell('new Date')
      return Reflect.construct(target, args, as)
    },
    apply(target, that, args) {
      tell('Date()')
      return Reflect.apply(target, that, args)
    },
  })
  Real.prototype.constructor = globalThis.Date
  const format = {
    construct(target, args, as) {
      if (asksZone(args)) tell('Intl.DateTimeFormat')
      return Reflect.construct(target, args, as)
    },
    apply(target, that, args) {
      if (asksZone(args)) tell('Intl.DateTimeFormat')
      return Reflect.apply(target, that, args)
    },
  }
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, format)
}

/** A process that is started tells for the same file; of a program that cannot be looked into, the worst is thought.
 * Where time is measured, DUBAN_ZONE_WATCH is empty: the watch would be measured too. */
function watchChildren() {
  const own = () => ({
    DUBAN_ZONE_WATCH: log,
    DUBAN_ZONE_FILE: testFile(),
    NODE_OPTIONS: `--import ${import.meta.url}`,
  })
  const of = (command) => {
    const name = basename(String(command))
    if (!ZONELESS.has(name) && !name.endsWith('.sh')) tell(`child ${command}`)
  }
  const { spawn } = child.ChildProcess.prototype
  child.ChildProcess.prototype.spawn = function (options) {
    if (testFile() && !options.envPairs?.includes('DUBAN_ZONE_WATCH=')) {
      of(options.file)
      const kept = (options.envPairs ?? []).filter((pair) => !/^(?:DUBAN_ZONE_|NODE_OPTIONS=)/.test(pair))
      options.envPairs = [...kept, ...Object.entries(own()).map(([name, value]) => `${name}=${value}`)]
    }
    return spawn.call(this, options)
  }
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    const real = child[name]
    child[name] = (command, ...rest) => {
      const options = rest.find((one) => one && typeof one === 'object' && !Array.isArray(one)) ?? {}
      if (!testFile() || options.env?.DUBAN_ZONE_WATCH === '') return real(command, ...rest)
      of(name === 'execSync' ? 'sh' : command)
      const args = Array.isArray(rest[0]) ? [rest[0]] : []
      return real(command, ...args, { ...options, env: { ...(options.env ?? process.env), ...own() } })
    }
  }
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(...args) {
      tell('worker thread')
      super(...args)
    }
  }
  syncBuiltinESMExports()
}

if (log) {
  watchDates()
  watchChildren()
}
