import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { Duban } from '../client/duban.ts'
import { ensureBuilt } from '../temporal/build.ts'
import type { KeptChild } from '../temporal/child.ts'
import { startEmbedded } from '../temporal/embedded.ts'
import { type Endpoint, TASK_QUEUE } from '../temporal/endpoint.ts'
import { workerChild } from '../temporal/worker-child.ts'
import { type BadLine, openProxy } from './proxy.ts'
import { openReceiver, type Receiver } from './receiver.ts'

/** Everything that takes part, each in a process of its own but for the senders, the lines and the receiver. */
export interface Stage {
  readonly duban: Duban
  readonly server: KeptChild
  readonly workers: readonly KeptChild[]
  readonly workerLine: BadLine
  readonly clientLine: BadLine
  readonly receiver: Receiver
  /** The folder of the record store. */
  readonly dataDir: string
  /** The record store has a disk of its own, which can be filled. */
  readonly ownDisk: boolean
  /** Takes the room that is left on that disk, or gives it back. */
  fill(full: boolean): void
  close(): Promise<void>
}

const ROOM = '1g'
const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })

/** A disk of its own for the record store, in memory; false where that is not allowed. */
function mountDisk(folder: string): boolean {
  try {
    mount('-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', folder)
    return true
  } catch {
    return false
  }
}

/** Bytes in use on the disk of a folder. */
const used = (folder: string): number =>
  Number(execFileSync('df', ['--output=used', '-B1', folder], { encoding: 'utf8' }).split('\n')[1])

export async function openStage(folder: string, say: (line: string) => void): Promise<Stage> {
  await ensureBuilt(say)
  const serverDir = join(folder, 'server')
  const dataDir = join(folder, 'records')
  for (const one of [serverDir, dataDir]) mkdirSync(one, { recursive: true })
  const ownDisk = mountDisk(dataDir)
  if (!ownDisk) say('no disk of its own for the record store (mount is not allowed): it is not filled')
  const quiet = () => undefined
  const embedded = await startEmbedded({
    dataDir: serverDir,
    lastPorts: null,
    say: quiet,
    onPids: quiet,
    withUi: false,
  })
  const { address, namespace, server } = embedded
  const workerLine = await openProxy(address)
  const clientLine = await openProxy(address)
  const receiver = await openReceiver()
  const endpoint: Endpoint = {
    source: 'embedded',
    connect: { address: workerLine.address },
    namespace,
    taskQueue: TASK_QUEUE,
    uiUrl: null,
  }
  const env = {
    DUBAN_LOG: 'warn',
    DUBAN_NOTIFY_URL: receiver.url,
    DUBAN_NOTIFY_TIMEOUT: '2',
    DUBAN_NOTIFY_REHEARSALS: '1',
  }
  const workers = [1, 2].map((i) => {
    const logFile = join(serverDir, 'logs', `worker-${i}.log`)
    return workerChild(dataDir, endpoint, { env, logFile }, say, quiet)
  })
  /** The last resort, when the run is broken off: nothing is left behind. */
  const abandon = () => {
    for (const child of [...workers, server]) child.kill()
    if (ownDisk) spawnSync('umount', ['-l', dataDir])
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', abandon)
  await Promise.all(workers.map((worker) => worker.start()))
  const connection = await Connection.connect({ address: clientLine.address })
  const client = new Client({ connection, namespace })
  const duban = await Duban.open({ client, taskQueue: TASK_QUEUE, dataDir })
  return {
    duban,
    server,
    workers,
    workerLine,
    clientLine,
    receiver,
    dataDir,
    ownDisk,
    fill(full) {
      // A disk made as small as what lies on it is full at once, and costs no memory.
      mount('-o', `remount,size=${full ? used(dataDir) + 8192 : ROOM}`, dataDir)
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()))
      await duban.close()
      await connection.close()
      await Promise.all([workerLine.close(), clientLine.close(), receiver.close()])
      await server.stop()
      if (ownDisk) execFileSync('umount', ['-l', dataDir], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
      process.off('exit', abandon)
    },
  }
}
