import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { ReviewAnswer } from '../../domain/reading/answers.ts'
import { answerHistory, answersFor, keepAnswers } from '../../records/answers.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { storeKinds } from './stores.ts'

const said = (by: string, choice: string, at: string, id = 'q-1'): ReviewAnswer => ({
  id,
  choice,
  value: null,
  by,
  at: `2026-03-${at}T10:00:00+08:00`,
})
const plan = { title: '2026年分工方案', year: 2026, source: 'a'.repeat(64) }
/** The same title and year, another file: a corrected scan, the next draft. */
const draft = { ...plan, source: 'b'.repeat(64) }

describe.each(storeKinds())('answers to a review on $name', ({ missing, make, close }) => {
  let db: Db
  beforeEach(async (context) => {
    if (missing !== null) return context.skip(missing)
    db = await openRecords(await make())
    context.onTestFinished(() => db.destroy())
  }, 60_000)
  afterAll(close, 60_000)

  it('the last one holds, the first answerer is not lost, the same again is one', async () => {
    await keepAnswers(db, plan, [said('张三', 'ok', '05')])
    await keepAnswers(db, plan, [said('张三', 'ok', '06')])
    await keepAnswers(db, plan, [said('李四', 'stream', '07')])
    expect(await answersFor(db, plan)).toEqual([said('李四', 'stream', '07')])
    expect((await answerHistory(db, plan)).map(({ by, choice }) => [by, choice])).toEqual([
      ['张三', 'ok'],
      ['李四', 'stream'],
    ])
  })

  it('given to this very document goes before a later one given to another of the same title', async () => {
    await keepAnswers(db, plan, [said('张三', 'ok', '05'), said('张三', 'lead=市甲局', '05', 'q-2')])
    await keepAnswers(db, draft, [said('李四', 'stream', '07')])
    expect((await answersFor(db, plan)).map(({ id, by }) => [id, by]).sort()).toEqual([
      ['q-1', '张三'],
      ['q-2', '张三'],
    ])
    // The draft has its own answer, and the other by title.
    expect((await answersFor(db, draft)).map(({ id, by }) => [id, by]).sort()).toEqual([
      ['q-1', '李四'],
      ['q-2', '张三'],
    ])
    // Renamed, the same bytes: known by them.
    expect(await answersFor(db, { ...plan, title: '另一个标题' })).toHaveLength(2)
    expect(await answersFor(db, { title: '另一个标题', year: 2026 })).toEqual([])
  })
})
