import { describe, expect, it } from 'vitest'
import {
  loadPolicy,
  parsePolicy,
  policyText,
  shippedPolicies,
  shippedText,
} from '../../documents/files/policy.ts'
import { newPlan } from '../../domain/events/life.ts'
import { decidePolicy, policyOf } from '../../domain/events/policy.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import { type SupervisionPolicy, THREE_COLOURS, THREE_COLOURS_2 } from '../../domain/policy/policy.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import fc from '../properties.ts'

const problems = (text: string): string => {
  const read = parsePolicy(text, '规则.yaml')
  if (read.ok) throw new Error('taken')
  expect(read.error.code).toBe('POLICY_INVALID')
  return read.error.message
}
/** The default with one line replaced. */
const but = (line: RegExp, by: string) => {
  const text = shippedText('san-se')
  expect(text).toMatch(line)
  return text.replace(line, by)
}

const days = fc.integer({ min: 1, max: 60 })
const role = fc.constantFrom('liaison', 'unitHead', 'leaderInCharge', 'office')
const rules = {
  remindBefore: fc.uniqueArray(days, { maxLength: 5 }).map((list) => list.sort((a, b) => b - a)),
  slips: fc
    .subarray([...SLIP_LEVELS])
    .chain((levels) =>
      fc.tuple(...levels.map((level) => fc.record({ level: fc.constant(level), after: days, to: role }))),
    ),
  reworkDays: days,
  lateReportDays: fc.integer({ min: 0, max: 60 }),
  noticeAt: fc.constantFrom('00:00', '09:00', '23:59'),
  acknowledge: fc.record({
    days: fc.integer({ min: 1, max: 30 }),
    remindBefore: fc.integer({ min: 0, max: 30 }),
    to: role,
  }),
  waits: fc.record({ answerDays: days, to: role }),
  checkIns: fc.constantFrom('month', 'quarter', 'halfYear'),
  slowShare: fc.integer({ min: 1, max: 100 }).map((n) => n / 100),
}
const needed = ['remindBefore', 'slips', 'reworkDays', 'lateReportDays', 'noticeAt'] as const
const policies = fc.record(
  {
    id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    version: fc.integer({ min: 1, max: 9999 }),
    name: fc.constantFrom('规则', '三色: 一', '# 号', "it's", '是'),
    ...rules,
    quiet: fc.record({ from: rules.noticeAt, to: rules.noticeAt, restDays: fc.boolean() }),
    measures: fc.dictionary(
      fc.constantFrom('3.5', '3.10', '10', '2-1'),
      fc.record(rules, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: ['id', 'version', 'name', ...needed] },
)

const point = fc.integer({ min: -10_000, max: 10_000 }).map((n) => n / 100)
const scores = fc.record({
  base: point,
  slips: fc.record({ blue: point, orange: point, red: point }),
  grades: fc.record({ 优: point, 良: point, 合格: point }),
  ...Object.fromEntries(
    [
      'latePerDay',
      'lateMost',
      'lateReported',
      'returned',
      'partLate',
      'extended',
      'urged',
      'instructed',
      'unacknowledged',
      'unanswered',
      'unfinished',
    ].map((key) => [key, point]),
  ),
})

describe('督办规则 files', () => {
  it.each(shippedPolicies())('%s is valid', (name) => {
    const read = loadPolicy(name)
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.id).toBe(name)
  })

  it('the default file says what the program goes by', () => {
    expect(loadPolicy('san-se')).toEqual({ ok: true, value: THREE_COLOURS })
  })

  it('written out and read again, any policy is the same', () => {
    fc.assert(
      fc.property(policies, fc.option(scores, { nil: undefined }), (rules, points) => {
        const { id, version, name } = rules
        const policy = { ...rules, ...(points ? { scores: { id, version, name, ...points } } : {}) }
        const read = parsePolicy(policyText(policy as SupervisionPolicy), 'x.yaml')
        if (!read.ok) throw new Error(read.error.message)
        expect(read.value).toEqual(policy)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['a number out of range', /^退回重办: 5$/m, '退回重办: 0', /第 \d+ 行 退回重办：应为 1 到 60/],
    ['text for a number', /^迟报: 3$/m, '迟报: 三天', /迟报：应为 0 到 60/],
    ['a role nobody has', /发给: 联络员/, '发给: 张三', /督办单·第 1 项·发给：“张三”不认识，可写：联络员/],
    ['levels out of order', /级别: 蓝色/, '级别: 红色', /督办单：级别要按蓝色、橙色、红色的次序/],
    ['a key it does not know', /^迟报: 3$/m, '迟报: 3\n迟报罚款: 5', /第 \d+ 行 迟报罚款：没有这一项/],
    ['a key twice', /^迟报: 3$/m, '迟报: 3\n迟报: 4', /同一项写了两次/],
    ['a missing key', /^迟报: 3$/m, '', /迟报：缺少这一项/],
    ['no time of day', /"09:00"/, '"25:00"', /发出时间：应为 00:00 到 23:59/],
    [
      'a number that YAML would change',
      /^迟报: 3$/m,
      '迟报: 3\n措施:\n  3.10: { 迟报: 1 }',
      /3\.10：编号要加引号/,
    ],
    ['no YAML', /^迟报: 3$/m, '迟报: [3', /不是 YAML/],
  ])('%s is refused with its line', (_, line, by, says) => {
    expect(problems(but(line, by))).toMatch(says)
  })

  it('what 评分 leaves out counts as in the default', () => {
    const read = loadPolicy('ji-jian')
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.scores).toEqual({
      ...DEFAULT_SCORING,
      id: 'ji-jian',
      version: 2,
      name: '急件',
      latePerDay: -1,
      lateMost: -10,
    })
    expect(problems(`${shippedText('kuan-song')}评分: { 迟报: -0.125, 旷工: -1 }\n`)).toMatch(
      /迟报：.*两位小数[\s\S]*旷工：没有这一项/,
    )
  })

  it('what is no policy at all is refused', () => {
    for (const text of ['', '- 1', 'x', '?', `a: ${'x'.repeat(70_000)}`])
      expect(problems(text)).toMatch(/规则\.yaml/)
    expect(loadPolicy('没有这个')).toMatchObject({ ok: false, error: { code: 'POLICY_NOT_FOUND' } })
  })

  it('aliases that would grow without bound are refused, not expanded', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((k, i) => `${k}: &${k} [${`*${'abcdefg'[i]},`.repeat(9)}]`),
    ]
    expect(problems(bomb.join('\n'))).toMatch(/规则\.yaml/)
  })
})

describe('the rules of a plan', () => {
  const draft = { ...newPlan('p'), document: 'd', offices: ['督查室'] }
  const set = (policy: SupervisionPolicy, state: typeof draft = draft) =>
    decidePolicy(state, { policy, reason: null })

  it('the default until the office sets others; the same again is no change, whatever the order of keys', () => {
    expect(policyOf(draft)).toBe(THREE_COLOURS)
    // Imported by 0.2.0: its default, without clocks for the office.
    expect(policyOf(newPlan('p'))).toEqual(THREE_COLOURS_2)
    expect(THREE_COLOURS_2).not.toHaveProperty('office')
    const turned = Object.fromEntries(Object.entries(THREE_COLOURS).reverse()) as unknown as SupervisionPolicy
    expect(set(turned)).toMatchObject({ ok: true, value: { type: 'already' } })
  })

  it('one version number never means two texts', () => {
    expect(set({ ...THREE_COLOURS, reworkDays: 9 })).toMatchObject({
      ok: false,
      error: { code: 'POLICY_VERSION' },
    })
    expect(set({ ...THREE_COLOURS, reworkDays: 9, version: 4 })).toMatchObject({
      ok: true,
      value: { type: 'policy' },
    })
  })

  it('a plan without document or closed takes none', () => {
    const other = { ...THREE_COLOURS, id: 'x' }
    expect(set(other, newPlan('p') as typeof draft)).toMatchObject({
      ok: false,
      error: { code: 'PLAN_EMPTY' },
    })
    expect(set(other, { ...draft, phase: 'closed' })).toMatchObject({
      ok: false,
      error: { code: 'PLAN_CLOSED' },
    })
  })
})
