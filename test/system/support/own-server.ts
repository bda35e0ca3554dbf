import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect } from 'vitest'
import { checkRecords } from '../../../client/cli/verbs/records.ts'
import { Office } from '../../../client/office.ts'
import { loadCalendar } from '../../../documents/calendars/load.ts'
import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import type { Script } from '../../../domain/rehearsal/script.ts'
import { measureStates } from '../../../records/read.ts'
import { readRunFile } from '../../../temporal/endpoint.ts'
import { anyFree } from '../../../temporal/ports.ts'
import { bringUp, type Up } from '../../../temporal/up.ts'
import { comparable, playThrough } from '../../play-through.ts'

export interface OwnServer {
  readonly duban: Office
  /** The data folder, by which a command finds this server. */
  readonly dataDir: string
  /** Ends a process as a power cut would, or makes it stand still or go on; false when there is none. */
  kill(victim: 'worker' | 'server' | 'web', how?: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): boolean
  /** The plan that a script was played on stands as the oracle says, and records agree with workflows. */
  endsAsTheOracle(plan: WorkPlan, id: string, script: Script): Promise<readonly MeasureState[]>
}

/** A server, worker and store of the test file's own, whose processes may be killed; up while its tests run. */
export function ownServer(name: string): () => OwnServer {
  const dataDir = mkdtempSync(join(tmpdir(), `duban-${name}-`))
  let up: Up
  let connection: Connection
  let duban: Office
  beforeAll(async () => {
    // Not the port that everybody takes first: whoever else tests on this machine has it.
    process.env.DUBAN_WEB = `127.0.0.1:${await anyFree()}`
    up = await bringUp({ dataDir, say: () => undefined })
    connection = await Connection.connect(up.endpoint.connect)
    const client = new Client({ connection, namespace: up.endpoint.namespace })
    duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
  })
  afterAll(async () => {
    await duban?.close()
    await connection?.close()
    await up?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return () => ({
    duban,
    dataDir,
    kill(victim, how = 'SIGKILL') {
      const pid = readRunFile(dataDir)?.children[victim]
      // 0: it is being started again, and no signal goes to a group of processes.
      if (!pid) return false
      process.kill(pid, how)
      return true
    },
    async endsAsTheOracle(plan, id, script) {
      const states = await measureStates(duban.db, id)
      const oracle = comparable(playThrough(plan, id, script, loadCalendar()))
      expect(comparable(states)).toEqual(JSON.parse(JSON.stringify(oracle)))
      expect(await checkRecords(duban)).toEqual([])
      return states
    },
  })
}
