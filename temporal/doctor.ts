import type { Env } from './cache.ts'
import type { Check } from './doctor/check.ts'
import { checkData, checkDisk, checkPorts, checkRecords } from './doctor/data.ts'
import { checkGoTool, checkNode, checkNpm, checkPackages, checkTemporal } from './doctor/machine.ts'
import { serverChecks } from './doctor/server.ts'
import { dataFolder } from './endpoint.ts'

export type { Check } from './doctor/check.ts'

export interface DoctorOptions {
  readonly env?: Env
  readonly dataDir?: string
}

/** Looks at everything this project stands on; changes nothing, and never throws for what it finds. */
export async function runDoctor(options: DoctorOptions = {}): Promise<Check[]> {
  const env = options.env ?? process.env
  const dataDir = options.dataDir ?? dataFolder(env)
  return [
    checkNode(),
    await checkNpm(env),
    checkPackages(),
    await checkGoTool(env),
    checkTemporal(env),
    checkData(dataDir),
    checkDisk(dataDir, env),
    await checkPorts(dataDir),
    ...(await serverChecks(dataDir, env)),
    checkRecords(dataDir),
  ]
}

/** One line each; what is not in order is followed by what mends it. */
export function renderDoctor(report: readonly Check[]): string {
  return report
    .map(
      ({ name, ok, found, remedy }) => `${ok ? '✓' : '✗'} ${name}：${found}${remedy ? ` → ${remedy}` : ''}`,
    )
    .join('\n')
}
