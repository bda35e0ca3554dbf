import { shownNumberOf } from '../../../domain/plan/numbers.ts'
import { isLeft, isRunning, type Job, jobFor, prepareJob, startJob } from '../../bulk-jobs.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'
import { bulkAsked, bulkCases } from './bulk.ts'

/** How far a row is: `can` and `cannot` as it was tried, `done` and `failed` as it was sent. */
const stateOf = ({ refused, done_at }: Job['rows'][number]): 'can' | 'cannot' | 'done' | 'failed' =>
  refused === null ? (done_at === null ? 'can' : 'done') : done_at === null ? 'cannot' : 'failed'

const jobJson = ({ plan }: AskedOfPlan, { job, table, rows }: Job) => ({
  job: job.id,
  type: job.type,
  name: table.name,
  at: job.at,
  begunAt: job.begun_at,
  endedAt: job.ended_at,
  running: isRunning(job.id),
  count: rows.length,
  done: rows.filter((row) => stateOf(row) === 'done').length,
  refused: rows.filter((row) => row.refused !== null).length,
  left: rows.filter(isLeft).length,
  rows: rows.map((row) => {
    const shown = shownNumberOf(plan, row.no)
    return {
      no: shown,
      ...(shown === row.no ? {} : { runsAs: row.no }),
      obligation: row.obligation,
      unit: row.unit,
      state: stateOf(row),
      refused: row.refused,
      doneAt: row.done_at,
    }
  }),
})

const found = ({ deps, principal, plan, params }: AskedOfPlan, id = params.job ?? '') =>
  jobFor(deps, principal, plan, id)

/** 批量办理 that goes on by itself, as the pages have it: prepared, begun, and looked at until it has ended. */
export const JOBS: readonly Route[] = [
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/jobs', says: '准备一次批量办理：逐项先试，还没有办' },
    ...{ needs: 'act', scope: 'act', keyed: true, status: 201 },
    body: bulkCases({}),
    answer: answers.job,
    does: async (asked) => {
      const id = await prepareJob(asked.deps, asked, bulkAsked(asked), asked.actId)
      return jobJson(asked, await found(asked, id))
    },
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/jobs/{job}/start', says: '开始办，没办完的接着办' },
    ...{ needs: 'act', scope: 'act', status: 202 },
    answer: answers.job,
    does: async (asked) => {
      await startJob(asked.deps, asked, asked.plan, await found(asked))
      return jobJson(asked, await found(asked))
    },
  }),
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/jobs/{job}', says: '批量办理到哪一步，每一项的结果' },
    ...{ needs: 'reader', scope: 'read' },
    answer: answers.job,
    does: async (asked) => jobJson(asked, await found(asked)),
  }),
]
