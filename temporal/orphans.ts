import { readFileSync } from 'node:fs'
import type { RunFile } from './endpoint.ts'
import { isAlive } from './lock.ts'

/** Whether a process is one that we started: its command line names what we start. Unknown on systems without /proc. */
function isOurs(pid: number): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return /temporal-server|temporal-ui|worker\/main\.ts|start-dev|postgres -D /.test(command)
  } catch {
    return process.platform !== 'linux'
  }
}

/** Ends the children of an `up` that was killed: their ports and files are wanted. Waits until they are gone. */
export async function endOrphans(run: RunFile, say: (line: string) => void): Promise<void> {
  const left = Object.entries(run.children).filter(([, pid]) => isAlive(pid) && isOurs(pid))
  if (left.length === 0) return
  say(`上次没有正常结束，清理留下的进程：${left.map(([name, pid]) => `${name}（${pid}）`).join('、')}`)
  for (const [, pid] of left) process.kill(pid, 'SIGTERM')
  for (let i = 0; i < 100 && left.some(([, pid]) => isAlive(pid)); i += 1) {
    if (i === 60) for (const [, pid] of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
