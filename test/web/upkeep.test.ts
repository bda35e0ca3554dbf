import { afterAll, beforeAll, expect, it } from 'vitest'
import { refreshBoard } from '../../records/board/refresh.ts'
import { writing } from '../../records/exclusive.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { upkeep } from '../../web/upkeep.ts'
import { playedDays } from '../records/year.ts'
import { openWeb, type Web } from './support.ts'

let web: Web
const state = playedDays('2015').at(-1)?.states[0]
const id = workflowIdOf('p', state?.setup.no ?? '')
beforeAll(async () => {
  web = await openWeb()
  if (state === undefined) throw new Error('no measure')
  await writing(web.db, (tx) => writeMeasure(tx, id, { ...state, setup: { ...state.setup, planId: 'p' } }))
})
afterAll(() => web.close())

const seqs = async () =>
  (await web.db.selectFrom('board').select('seq').execute()).map(({ seq }) => Number(seq))
const leaveBehind = () => web.db.updateTable('board').set({ seq: 0 }).where('workflow_id', '=', id).execute()

it('rows that are left behind while the web process serves are written anew, again and again, until it ends', async () => {
  const [right] = await seqs()
  let times = 0
  const work = async () => {
    times += 1
    // The store may be away for once.
    if (times === 2) throw new Error('the store is away')
    return refreshBoard(web.db)
  }
  const end = upkeep([{ everyMs: 1, work }])
  for (let n = 0; n < 3; n += 1) {
    await leaveBehind()
    await expect.poll(seqs, { timeout: 20_000 }).toEqual([right])
  }
  end()
  // One that was under way comes to its end, and no other begins.
  const last = times
  await new Promise((resolve) => setImmediate(resolve))
  await refreshBoard(web.db)
  expect(times - last).toBe(0)
})

it('none goes on twice at once', async () => {
  let [under, most, done] = [0, 0, 0]
  const end = upkeep([
    {
      everyMs: 0,
      work: async () => {
        under += 1
        most = Math.max(most, under)
        await web.db.selectFrom('board').select('seq').execute()
        under -= 1
        done += 1
      },
    },
  ])
  await expect.poll(() => done, { timeout: 20_000 }).toBeGreaterThan(5)
  end()
  expect(most).toBe(1)
})
