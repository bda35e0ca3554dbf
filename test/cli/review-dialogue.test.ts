import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { askReview } from '../../client/cli/review-dialogue.ts'
import { questionsOf } from '../../domain/reading/questions.ts'
import { calendar, planOf, table } from '../plan/support.ts'

const UP = '\u001b[A'
const DOWN = '\u001b[B'
const ENTER = '\r'
const BACKSPACE = '\u007f'
const CTRL_C = '\u0003'

const plan = planOf(
  table(`序号 | 任务 | 责任单位 | 时限
1 | 公开目录 | 市甲局、市乙局 | 6月底前
2 | 公开指南 | 市甲局 | 9月前
3 | 公开预算 |  | 7月底前`),
)
const questions = questionsOf(plan)

const ERASE = '\u001b[2K'

/** What is typed when a text stands on the screen: of a new prompt, or `redrawn` in the one that is there. */
type Step = readonly [shown: string, keys: readonly string[], where?: 'redrawn']

/** A terminal without one: each step waits for what the prompt draws. */
function typing(steps: readonly Step[]) {
  const input = new PassThrough()
  let next = 0
  const type = ([key, ...rest]: readonly string[]) => {
    if (key === undefined) return
    input.write(key)
    setImmediate(() => type(rest))
  }
  const output = new Writable({
    write(chunk, _encoding, done) {
      const drawn = String(chunk)
      const step = steps[next]
      if (step && drawn.includes(step[0]) && drawn.includes(ERASE) === (step[2] === 'redrawn')) {
        next += 1
        // After the prompt has drawn itself and listens.
        setImmediate(() => type(step[1]))
      }
      done()
    },
  })
  // A prompt ends what it draws on; like the terminal, this one stays.
  output.end = () => output
  return { terminal: { input, output }, typed: () => next }
}

describe('the review as a dialogue on a terminal', () => {
  it('takes the proposed reading, another one, and what is written, each kept as it is given', async () => {
    const kept: object[] = []
    const { terminal, typed } = typing([
      ['怎样理解', [ENTER]],
      ['怎样理解', [DOWN, ENTER]],
      ['怎样理解', [DOWN, ENTER]],
      ['单位（第一个牵头）', ['市财政局、市审计局', ENTER]],
    ])
    expect(questions.map(({ item }) => item.code)).toEqual(['lead-assumed', 'before-span', 'no-owner'])
    const keep = async (answer: object) => void kept.push(answer)
    await askReview({ questions, plan, calendar, keep }, terminal)
    expect(typed()).toBe(4)
    expect(kept).toEqual([
      { id: questions[0]?.id, choice: 'ok', value: null },
      { id: questions[1]?.id, choice: 'deadline=2026年8月31日前', value: null },
      { id: questions[2]?.id, choice: 'units', value: '市财政局、市审计局' },
    ])
  })

  it('does not take a deadline that nobody can read', async () => {
    const kept: object[] = []
    const only = questions.slice(1, 2)
    const { terminal, typed } = typing([
      ['怎样理解', [DOWN, DOWN, ENTER]],
      ['期限（如', ['看情况吧', ENTER]],
      ['读不出期限', [...Array(4).fill(BACKSPACE), '2026年9月15日前', ENTER], 'redrawn'],
    ])
    const keep = async (answer: object) => void kept.push(answer)
    await askReview({ questions: only, plan, calendar, keep }, terminal)
    expect(typed()).toBe(3)
    expect(kept).toEqual([{ id: only[0]?.id, choice: 'deadline', value: '2026年9月15日前' }])
  })

  it('keeps what was answered before Ctrl-C; 以后再说 leaves a question open', async () => {
    const kept: object[] = []
    const { terminal } = typing([
      ['怎样理解', [UP, ENTER]],
      ['怎样理解', [ENTER]],
      ['怎样理解', [CTRL_C]],
    ])
    const keep = async (answer: object) => void kept.push(answer)
    await askReview({ questions, plan, calendar, keep }, terminal)
    expect(kept).toEqual([{ id: questions[1]?.id, choice: 'ok', value: null }])
  })
})
