import { describe, expect, it } from 'vitest'
import { answersInFile } from '../../documents/files/review.ts'
import { tableFile } from '../../documents/files/table-file.ts'
import { inspectBytes } from '../../documents/inspect.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { conditionsOf } from '../../domain/plan/conditions.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { amend } from '../../domain/reading/amendment/amend.ts'
import { applyAnswers, checkAnswer, type ReviewAnswer } from '../../domain/reading/answers.ts'
import { issuedOnAnswered } from '../../domain/reading/issue-date.ts'
import { questionsOf } from '../../domain/reading/questions.ts'
import { answersIn, calendar, planOf, reviewFile, table } from './support.ts'

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

  it('has an id of what is asked about, not of how it is put; the same wording asked twice is two', () => {
    const [item] = plan.review.filter(({ code }) => code === 'before-span')
    const review = (message: string) => [
      { ...item, message },
      { ...item, message: `${message}！` },
    ]
    const ids = (message: string) =>
      questionsOf({ ...plan, review: review(message) } as typeof plan).map(({ id }) => id)
    expect(ids('一种说法')).toEqual(ids('另一种说法'))
    expect(ids('一种说法')[0]).toBe(find('2.1', 'before-span').id)
    expect(new Set(ids('一种说法')).size).toBe(2)
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

  it('say whether a condition comes once or again and again', () => {
    const read = planOf(table('序号 | 任务 | 责任单位 | 时限\n1 | 公开目录 | 市甲局 | 批准后5日内'))
    const [question] = questionsOf(read).filter(({ item }) => item.code === 'single-or-stream')
    if (!question) throw new Error('no question')
    expect(question.options.map(({ choice }) => choice)).toEqual(['ok', 'stream', 'deadline'])
    expect(question.options[0]?.says).toBe('按建议读法：只发生一次')
    const done = applyAnswers(read, [answer(question.id, 'stream')], calendar)
    expect(measure(done, '1.1')?.deadline.clauses[0]).toMatchObject({
      trigger: { stream: true },
      rule: { trigger: { stream: true } },
    })
    expect(conditionsOf(done)).toMatchObject([{ stream: true }])
    expect(questionsOf(done)).toEqual([])
    // Nothing of the text is another, yet the amendment is one.
    const ran = [{ no: '1.1', text: '公开目录', leadUnit: '市甲局' }]
    expect(amend(read, done, ran)).toMatchObject({ ok: true, value: { changed: [{ kinds: ['deadline'] }] } })
  })

  it('say which unit a bracket means, also for the measures that take the cell over', () => {
    const rows = '1 | 国资 | 市国资办（市经济和信息化局） | 公开目录。 | 6月底前\n | | | 公开指南。 | 7月底前'
    const read = planOf(table(`序号 | 任务 | 牵头单位 | 措施 | 时限\n${rows}`))
    const [question] = questionsOf(read).filter(({ item }) => item.code === 'bracket-doubtful')
    if (!question) throw new Error('no question')
    expect(question.options.map(({ choice }) => choice)).toEqual([
      'ok',
      'instead=市国资办',
      'instead=市经济和信息化局',
      'units',
    ])
    const done = applyAnswers(read, [answer(question.id, 'instead=市经济和信息化局')], calendar)
    const names = ['1.1', '1.2'].map((no) => measure(done, no)?.units.map(({ name, raw }) => [name, raw]))
    const both = [['市经济和信息化局', '市国资办（市经济和信息化局）']]
    expect(names).toEqual([both, both])
    expect(questionsOf(done).filter(({ item }) => item.code === 'bracket-doubtful')).toEqual([])
  })

  it('are read as WPS, Excel and Notepad save them: UTF-8, UTF-16, GB18030', () => {
    const { id } = find('2.1', 'before-span')
    const expected = { ok: true, value: [{ id, choice: 'ok' }] }
    const utf16 = Buffer.from(`\ufeff编号\t答复\r\n${id}\t1\r\n`, 'utf16le')
    // 编号, tab, 答复 in GB18030.
    const gb = Buffer.concat([Buffer.from('b1e0bac509b4f0b8b4', 'hex'), Buffer.from(`\n${id}\t1\n`)])
    for (const bytes of [utf16, gb, Buffer.from(`编号\t答复\n${id}\t1\n`)])
      expect(answersInFile(bytes, '答复.tsv', questions, '督查室', 'now')).toMatchObject(expected)
    expect(answersInFile(Buffer.from([0xff, 0, 0x81]), '答复.tsv', questions, '督查室', 'now')).toMatchObject(
      {
        ok: false,
        error: { code: 'FILE_ENCODING' },
      },
    )
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
    // As it is printed, with its number or without, in a real workbook too.
    const { id, options } = find('2.1', 'before-span')
    const printed = options.map(({ says, value }, i) => `${i + 1} ${says}${value ? '（值写在右边）' : ''}`)
    for (const name of ['答复.xlsx', '答复.tsv'])
      for (const [i, option] of options.entries())
        for (const said of [
          `${i + 1}`,
          `${i + 1}.`,
          option.says,
          printed[i] ?? '',
          `${i + 1}、${option.says}`,
        ]) {
          const bytes = tableFile(name, ['编号', '措施', '答复', '值'], [[id, 'x', said, '2026年9月']])
          expect(answersInFile(bytes, name, questions, '督查室', 'now')).toMatchObject({
            value: [{ id, choice: option.choice, value: '2026年9月' }],
          })
        }
    const mixed = tableFile('答复.xlsx', ['编号', '答复'], [[id, `1 ${options[1]?.says}`]])
    expect(answersInFile(mixed, '答复.xlsx', questions, '督查室', 'now')).toMatchObject({
      error: { code: 'REVIEW_FILE' },
    })
    expect(answersIn('没有表头\n', questions, '督查室', 'now')).toMatchObject({
      ok: false,
      error: { code: 'REVIEW_FILE' },
    })
  })
})

describe('a missing 印发日期', () => {
  const text = `序号\t任务\t责任单位\t时限
1\t公开目录\t市甲局\t印发之日起20个工作日内
2\t公开指南\t市乙局\t每月10日前`
  const read = (issuedOn?: string) => {
    const options = { title: '2026年分工', ...(issuedOn ? { issuedOn: mustDate(issuedOn) } : {}) }
    const found = inspectBytes(Buffer.from(text), '分工.tsv', options, calendar)
    if (!found.ok) throw new Error(found.error.message)
    return found.value
  }
  const asked = (of: ReturnType<typeof read>) =>
    questionsOf(of).filter(({ item }) => item.code === 'issue-date-unknown')
  it('is asked once, and a date answers it', () => {
    const plain = read()
    const [question, ...more] = asked(plain)
    expect([more, question?.item.measure]).toEqual([[], null])
    expect(plain.review.filter((item) => item.code === 'issue-date-unknown').length).toBeGreaterThan(1)
    const said = answer(question?.id ?? '', 'issued-on', '2026年3月2日')
    expect(question && checkAnswer(question, said, plain, calendar)).toMatchObject({ ok: true })
    expect(question && checkAnswer(question, { ...said, value: '下月' }, plain, calendar)).toMatchObject({
      error: { code: 'REVIEW_VALUE' },
    })
    expect(issuedOnAnswered(plain, [])).toBeNull()
    expect(issuedOnAnswered(plain, [said])).toMatchObject({
      issuedOn: '2026-03-02',
      settled: { severity: 'note', message: expect.stringContaining('2026-03-02 印发') },
    })
    const dated = read('2026-03-02')
    expect(asked(dated)).toEqual([])
    const due = measure(dated, '1.1')?.deadline.clauses[0]?.occurrences[0]?.dueOn
    expect([due, issuedOnAnswered(dated, [said])]).toEqual(['2026-03-30', null])
  })
})
