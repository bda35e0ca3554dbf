import { describe, expect, it } from 'vitest'
import { matches, namedAsked } from '../../client/views/measure-filter.ts'
import { LEDGER_COLUMNS } from '../../documents/ledger/columns.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { byNo } from '../../domain/plan/by-no.ts'
import { CARRIED, CARRIED_FILTERS, carriedOf } from '../../domain/plan/columns.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { amend } from '../../domain/reading/amendment/amend.ts'
import { namedBy } from '../../domain/reading/amendment/named.ts'
import { begin } from '../../domain/supervision/evolve.ts'
import { type ReplanContext, replan } from '../../domain/supervision/replan.ts'
import { applyReplan } from '../../domain/supervision/replan-apply.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import { calendar, planOf, table } from './support.ts'

const TODAY = mustDate('2026-03-10')
const HEADS = CARRIED.map(({ name }) => name).join('|')

/** Two measures with something in every column that goes along. */
const planWith = (texts: readonly string[], work = '公开预算。'): WorkPlan =>
  planOf(
    table(
      [
        `序号|工作任务|牵头单位|具体措施|完成时限|${HEADS}`,
        `1|任务一|市甲局|${work}|6月底前|${texts.join('|')}`,
        `2|任务二|市乙局|发布抽检结果。|9月底前|${CARRIED.map(() => '').join('|')}`,
      ].join('\n'),
    ),
  )
const WRITTEN: readonly string[] = CARRIED.map(({ holds }) =>
  holds === 'people' ? '张某副县长、李某' : '按期建成',
)
const given = { planId: 'p', startOn: TODAY, policy: THREE_COLOURS, calendar }

function stateOf(plan: WorkPlan, nth = 0): MeasureState {
  const found = measuresOf(plan)[nth]
  if (!found) throw new Error('no measure')
  return begin(at(TODAY, '12:00'), setupOf(found.task, found.measure, given))
}

describe('what a plan prints beside work, units and deadline goes along with the measure', () => {
  const plan = planWith(WRITTEN)
  const [state, other] = [stateOf(plan), stateOf(plan, 1)]

  it.each(CARRIED)('$name: from the document to measure, search and 台账', ({ key, name, holds }) => {
    const text = holds === 'people' ? '张某副县长、李某' : '按期建成'
    expect(state.setup.columns?.[key]).toBe(text)
    expect(other.setup.columns).toBeUndefined()
    const word = holds === 'people' ? '张某' : '建成'
    expect([state, other].map((one) => matches(one, { text: word }, TODAY))).toEqual([true, false])
    const column = LEDGER_COLUMNS.find(({ title }) => title === name)
    expect(column?.of({ state } as never)).toBe(text)
    expect(column?.of({ state: other } as never)).toBeNull()
    expect(plan.review.filter(({ message }) => message.includes(name))).toEqual([])
  })

  it.each(CARRIED_FILTERS)('$name: a list is asked for it by name, or how a name begins', ({ key }) => {
    const asked = (name: string) =>
      matches(
        state,
        namedAsked((one) => (one === key ? name : null)),
        TODAY,
      )
    expect(['张某', '张', '李某', '张某副县长', ' 李 某'].map(asked)).toEqual([true, true, true, true, true])
    expect(['王', '某', '副县长', '甲局'].map(asked)).toEqual([false, false, false, false])
    expect(matches(other, { [key]: '张' }, TODAY)).toBe(false)
  })

  it('roles under other words are not taken for leaders, and no telephone number goes along', () => {
    const people = [
      { role: '责任领导', name: '张某 0571-8888888' },
      { role: '联系人', name: '李某' },
      { role: '责任人', name: '王某' },
    ]
    expect(carriedOf({ people })).toEqual({ leader: '张某' })
  })
})

describe('工作目标 as a column', () => {
  const read = (head: string, rest = '|整改措施') =>
    planOf(
      table(`序号|存在问题|${head}${rest}|责任单位|整改时限
1|督查不力。|建立督查制度${rest === '' ? '' : '|每月通报'}|市财政局|6月底前`),
    )
  it.each(['整改目标', '年度目标', '目标要求', '工作 目标'])('%s goes along', (head) => {
    const plan = read(head)
    expect(measuresOf(plan).map(({ measure: { text, columns } }) => [text, columns])).toEqual([
      ['每月通报', { goal: '建立督查制度' }],
    ])
    expect(plan.review.map(({ code }) => code)).not.toContain('column-ignored')
  })

  it.each(['目标任务', '上半年目标', '目标完成情况', '是否达到目标'])('%s is none', (head) => {
    for (const { measure } of measuresOf(read(head))) expect(measure.columns).toBeUndefined()
  })

  it('is the work itself where no other column says what is to be done', () => {
    const plan = planOf(
      table(`序号|工作目标|责任单位|完成时限
1|建立督查制度|市财政局|6月底前`),
    )
    expect(measuresOf(plan).map(({ measure: { text, columns } }) => [text, columns])).toEqual([
      ['建立督查制度', undefined],
    ])
  })
})

describe('an amendment that prints another one', () => {
  const was = planWith(WRITTEN)
  const ran = measuresOf(was).map(({ measure }) => ({ no: measure.no, text: measure.text, leadUnit: '' }))
  const amended = (now: WorkPlan, from = was) => {
    const found = amend(from, now, ran)
    if (!found.ok) throw new Error(found.error.message)
    return found.value
  }
  const context: ReplanContext = {
    ...{ planId: 'p', startOn: TODAY, calendar, planYear: 2026, issuedOn: TODAY, today: TODAY, events: [] },
    cause: { kind: 'amendment', document: 'x', title: '修订', reason: null },
  }
  const replanned = (plan: WorkPlan, state = stateOf(was), cause = context.cause) => {
    const target = measuresOf(plan)[0] ?? null
    return replan(state, target, { ...context, cause })
  }

  it.each(CARRIED.map(({ key, holds }, i) => ({ key, i, text: holds === 'people' ? '王某' : '提前建成' })))(
    '$key: the row is named, its measure has the new one, nothing else moves',
    ({ key, i, text }) => {
      const now = planWith(WRITTEN.with(i, text))
      const { changed, plan } = amended(now)
      expect(changed.map(({ no, kinds }) => [no, kinds])).toEqual([['1.1', ['columns']]])
      expect(['1.1', '2.1'].map(namedBy(byNo(was), byNo(plan)))).toEqual([true, false])
      const found = replanned(plan)
      expect(found).toMatchObject({
        changes: [],
        added: [],
        withdrawn: [],
        setup: { columns: { [key]: text } },
      })
      if (found === null) throw new Error('nothing changed')
      const after = applyReplan(stateOf(was), found, context.cause, TODAY)
      expect(after.setup.columns?.[key]).toBe(text)
      const gone = replanned(amended(planWith(CARRIED.map(() => ''))).plan, after)
      if (gone === null) throw new Error('nothing changed')
      expect(applyReplan(after, gone, context.cause, TODAY).setup.columns).toBeUndefined()
    },
  )

  it('of a plan that was read before it went along tells nobody, and a calendar brings it to nobody', () => {
    const { carries: _, ...early } = was
    const bare = (plan: WorkPlan): WorkPlan => ({
      ...plan,
      tasks: plan.tasks.map((task) => ({
        ...task,
        measures: task.measures.map(({ people: _, columns: __, ...measure }) => measure),
      })),
    })
    const { changed, plan } = amended(was, bare(early))
    expect(changed).toEqual([])
    expect(['1.1', '2.1'].map(namedBy(byNo(bare(early)), byNo(plan)))).toEqual([false, false])
    const begun = stateOf(bare(early))
    expect(replanned(plan, begun, { kind: 'calendar', version: 'x' })).toBeNull()
    // Its text has them from now on: the next amendment compares with it.
    expect(amended(planWith(WRITTEN), plan).changed).toEqual([])
  })
})
