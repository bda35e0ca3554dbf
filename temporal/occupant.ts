import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { Connection } from '@temporalio/client'
import { loopback } from './ports.ts'
import { commandOf } from './process-identity.ts'

/** Who listens on a port of this machine, in words, as far as it can be recognised. */
export async function occupantOf(port: number): Promise<string | null> {
  const pid = listenerOf(port)
  const command = pid === null ? null : commandOf(pid)
  const described = command === null ? null : describeCommand(command, pid)
  return described ?? (await describeTemporal(port))
}

/** @example 'temporal-server --config-file /a/data/temporal/server.yaml start' → '另一个督办，数据目录 /a/data，进程 12' */
export function describeCommand(command: string, pid: number | null): string {
  const duban = /(?:--config-file|--config)[ =](.+)\/temporal\/(?:server\.yaml|ui)\b/.exec(command)
  if (duban) return `另一个督办，数据目录 ${duban[1]}，进程 ${pid}`
  const program = command.split(' ')[0]?.split('/').at(-1) ?? command
  return `${program}，进程 ${pid}`
}

async function describeTemporal(port: number): Promise<string | null> {
  try {
    const connection = await Connection.connect({ address: `${loopback}:${port}`, connectTimeout: 1_000 })
    const { serverVersion } = await connection.workflowService.getSystemInfo({})
    await connection.close()
    return `Temporal ${serverVersion}`
  } catch {
    return null
  }
}

/** Linux only: the listening socket's inode, then the process that has it open. */
function listenerOf(port: number): number | null {
  if (process.platform !== 'linux') return null
  try {
    const inode = listeningInode(port)
    if (inode === null) return null
    for (const pid of readdirSync('/proc')) {
      if (/^\d+$/.test(pid) && hasOpen(pid, `socket:[${inode}]`)) return Number(pid)
    }
  } catch {
    // Not ours to see.
  }
  return null
}

function listeningInode(port: number): string | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const row of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = row.trim().split(/\s+/)
      // 0A is LISTEN; field 9 the inode.
      if (fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A') return fields[9] ?? null
    }
  }
  return null
}

function hasOpen(pid: string, link: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === link)
  } catch {
    return false
  }
}
