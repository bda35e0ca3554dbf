import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cachedBinaries, type Env } from '../cache.ts'
import { rememberedPorts } from '../embedded.ts'
import { livingRun } from '../endpoint.ts'
import { occupantOf } from '../occupant.ts'
import { isFree, usualPorts } from '../ports.ts'
import { type Check, check } from './check.ts'
import { found } from './messages.ts'

/** A folder that does not exist yet is as writable as the first one above it that does. */
export function checkData(dataDir: string): Check {
  const folder = existing(dataDir)
  try {
    accessSync(folder, constants.W_OK)
    return check('data', true, found.writable(dataDir))
  } catch (error) {
    return check('data', false, found.notWritable(dataDir, (error as Error).message))
  }
}

const gigabyte = 1024 ** 3

export function checkDisk(dataDir: string, env: Env): Check {
  const { bavail, bsize } = statfsSync(existing(dataDir))
  const free = (bavail * bsize) / gigabyte
  return check('disk', free >= (cachedBinaries(env) ? 1 : 5), found.free(free.toFixed(1)))
}

/** Busy ports are no fault: `up` takes others. They are told because a bookmark may then miss. */
export async function checkPorts(dataDir: string): Promise<Check> {
  if (livingRun(dataDir)?.kind === 'embedded') return check('ports', true, found.ours)
  const { frontend, ui } = { ...usualPorts, ...rememberedPorts(dataDir) }
  const busy: string[] = []
  for (const port of [frontend, ui]) {
    if (!(await isFree(port))) busy.push(found.portBusy(port, await occupantOf(port)))
  }
  return check('ports', true, busy.length > 0 ? busy.join('；') : found.portsFree([frontend, ui]))
}

/** There is none before the first import, and that is in order. */
export function checkRecords(dataDir: string): Check {
  const stores = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => /\.(db|sqlite)$/.test(name)) : []
  return check('records', true, stores.map((name) => join(dataDir, name)).join('、') || found.noRecords)
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder))
}
