import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Env } from '../cache.ts'
import { projectRoot } from '../endpoint.ts'
import { goVersion, newEnough } from '../go.ts'
import { refusalOf } from '../refused.ts'
import { findTemporal } from '../resolve.ts'
import { type Check, check } from './check.ts'
import { found } from './messages.ts'

const run = promisify(execFile)

export function checkNode(): Check {
  const version = process.versions.node
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return check('node', major > 20 || (major === 20 && minor >= 19), version)
}

export async function checkNpm(env: Env): Promise<Check> {
  try {
    const { stdout } = await run('npm', ['--version'], { env: env as NodeJS.ProcessEnv })
    return check('npm', true, stdout.trim())
  } catch {
    return check('npm', false, found.missing)
  }
}

/** npm writes its own record last, so its presence tells a whole installation from half a one. */
export function checkPackages(): Check {
  const record = join(projectRoot, 'node_modules', '.package-lock.json')
  return existsSync(record)
    ? check('packages', true, dirname(record))
    : check('packages', false, found.missing)
}

/** Go matters only while there is no Temporal to run. */
export async function checkGoTool(env: Env): Promise<Check> {
  const version = await goVersion(env)
  if (version !== null && newEnough(version)) return check('go', true, version)
  const needed = !hasTemporal(env)
  return check('go', !needed, needed ? (version ?? found.missing) : (version ?? found.notNeeded))
}

export function checkTemporal(env: Env): Check {
  try {
    const resolved = findTemporal(env)
    switch (resolved.kind) {
      case 'external':
        return check('temporal', true, found.external(resolved.endpoint.connect.address))
      case 'built':
        return check('temporal', true, found.built(dirname(resolved.binaries.server)))
      case 'cli':
        return check('temporal', true, found.cli(resolved.command))
      case 'none':
        return check('temporal', false, found.willBuild)
    }
  } catch (error) {
    return check('temporal', false, refusalOf(error).message)
  }
}

function hasTemporal(env: Env): boolean {
  try {
    return findTemporal(env).kind !== 'none'
  } catch {
    return false
  }
}
