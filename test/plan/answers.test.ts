import { describe, expect, it } from 'vitest'
import { applyAnswers, checkAnswer, questionsOf, type ReviewAnswer } from '../../domain/plan/answers.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { answersIn, reviewFile } from '../../seeds/review-file.ts'
import { calendar, planOf, table } from './support.ts'

const plan = planOf(
  table(`序号 | 任务 | 责任单位 | 时限
1 | 公开目录 | 市甲局、市乙局 | 6月底前
2 | 公开指南 | 市甲局 | 9月前
3 | 公开年报 | 市丙局 | 待省出台规定后
4 | 公开预算 |  | 7月底前`),
)
const questions = questionsOf(plan)
const find = (measure: string, code: string) => {
  const found = questions.find(({ item }) => item.measure === measure && item.code === code)
  if (!found)
    throw new Error(`${measure} ${code}: ${questions.map((q) => `${q.item.measure} ${q.item.code}`).join()}`)
  return found
}
const answer = (id: string, choice: string, value: string | null = null): ReviewAnswer => ({
  id,
  choice,
  value,
  by: '督查室 张三',
  at: '2026-03-05T10:00:00+08:00',
})
const measure = (of: ReturnType<typeof planOf>, no: string) =>
  measuresOf(of).find((m) => m.measure.no === no)?.measure

describe('what a plan asks of a person', () => {
  it('has an id of its words, not of its number: the same question in a longer document is the same', () => {
    const moved = planOf(
      table('序号 | 任务 | 责任单位 | 时限\n1 | 新增 | 市丁局 | 5月底前\n2 | 公开指南 | 市甲局 | 9月前'),
    )
    const there = questionsOf(moved).find(({ item }) => item.code === 'before-span')
    expect(there?.id).toBe(find('2.1', 'before-span').id)
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  })

  it('offers the readings there are', () => {
    expect(find('2.1', 'before-span').options.map(({ choice }) => choice)).toEqual([
      'ok',
      'deadline=2026年8月31日前',
      'deadline',
    ])
    expect(find('1.1', 'lead-assumed').options.map(({ choice }) => choice)).toEqual([
      'ok',
      'lead=市甲局',
      'lead=市乙局',
      'units',
    ])
  })
})

describe('answers', () => {
  it('change dates and owners, leave their trace, and close the question', () => {
    const done = applyAnswers(
      plan,
      [
        answer(find('2.1', 'before-span').id, 'deadline=2026年8月31日前'),
        answer(find('1.1', 'lead-assumed').id, 'lead=市乙局'),
        answer(find('3.1', 'event-without-limit').id, 'ok'),
        answer(find('4.1', 'no-owner').id, 'units', '市财政局、市审计局'),
      ],
      calendar,
    )
    expect(measure(done, '2.1')?.deadline.clauses[0]?.occurrences[0]).toMatchObject({ dueOn: '2026-08-31' })
    expect(measure(done, '2.1')?.deadline.clauses[0]?.occurrences[0]?.why[0]).toBe(
      '原文“9月前”；督查室 张三 2026-03-05 答复：指该时段开始之前：2026年8月31日前',
    )
    expect(measure(done, '1.1')?.units.map(({ name, role }) => [name, role])).toEqual([
      ['市乙局', 'lead'],
      ['市甲局', 'responsible'],
    ])
    expect(measure(done, '4.1')?.units.map(({ role }) => role)).toEqual(['lead', 'responsible'])
    expect(questionsOf(done)).toEqual([])
    expect(done.review.filter((item) => item.message.includes('答复')).length).toBe(4)
    // Answered again with the same: nothing more happens.
    expect(applyAnswers(done, [answer(find('2.1', 'before-span').id, 'ok')], calendar)).toEqual(done)
  })

  it('that say nothing usable are refused in words', () => {
    const question = find('2.1', 'before-span')
    const check = (choice: string, value: string | null) =>
      checkAnswer(question, { choice, value }, plan, calendar)
    expect(check('lead=市甲局', null)).toMatchObject({ ok: false, error: { code: 'REVIEW_CHOICE' } })
    expect(check('deadline', ' ')).toMatchObject({ ok: false, error: { code: 'REVIEW_VALUE' } })
    expect(check('deadline', '看情况吧')).toMatchObject({ ok: false, error: { code: 'DEADLINE_UNREAD' } })
    expect(check('deadline', '2026年9月15日前')).toMatchObject({ ok: true })
  })

  it('come back from a table that a clerk filled in, by number or by name', () => {
    const rows = reviewFile(questions).split('\r\n')
    const filled = rows
      .map((row) => (row.startsWith(find('2.1', 'before-span').id) ? `${row.slice(0, -1)}2\t` : row))
      .join('\r\n')
    const read = answersIn(filled, questions, '督查室', 'now')
    expect(read).toMatchObject({ ok: true, value: [{ choice: 'deadline=2026年8月31日前' }] })
    const wrong = rows
      .map((row) => (row.startsWith(find('2.1', 'before-span').id) ? `${row.slice(0, -1)}9\t` : row))
      .join('\n')
    expect(answersIn(wrong, questions, '督查室', 'now')).toMatchObject({
      ok: false,
      error: { code: 'REVIEW_FILE' },
    })
    expect(answersIn('没有表头\n', questions, '督查室', 'now')).toMatchObject({
      ok: false,
      error: { code: 'REVIEW_FILE' },
    })
  })
})
